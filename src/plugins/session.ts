import cookie from '@fastify/cookie'
import session from '@fastify/session'
import fp from 'fastify-plugin'
import { createSessionStore, sessionLimits } from './session-store.js'

declare module 'fastify' {
  interface Session {
    agentId?: number
    personId?: number
    /** Set when the person came by a link that opens this one ticket. */
    onlyTicketId?: number
    /** Where the session was begun, for the list of one's own sessions. */
    address?: string
    browser?: string
  }
}

/** Signed cookie, state in the database. Nothing is stored for a visitor who has not signed in. */
export default fp(async app => {
  const { config, signer } = app.platform
  const secure = config.baseUrl.startsWith('https:')

  // Stylesheets and what watchers ask are the same for everybody: nobody is looked up for them, so that a page has its looks whatever the database does.
  app.addHook('onRequest', async ({ area, headers }) => { if (area === 'open') delete headers.cookie })
  await app.register(cookie, { secret: signer.secret })
  await app.register(session, {
    secret: signer.secret,
    store: createSessionStore(app.platform),
    cookieName: secure ? '__Host-sid' : 'sid',
    cookie: { secure, httpOnly: true, sameSite: 'lax', path: '/', maxAge: sessionLimits.person.absolute },
    saveUninitialized: false,
    rolling: false
  })
}, { name: 'session', dependencies: ['platform', 'areas'] })
