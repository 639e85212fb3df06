import fp from 'fastify-plugin'
import type { WordKey, WordValues } from '../words/catalogue.js'

/** A line that the next page shows once. `undo` offers a form that takes the act back. */
export interface Flash {
  kind: 'good' | 'warn' | 'bad'
  key: WordKey
  values?: WordValues
  undo?: { action: string, until?: number }
}

declare module 'fastify' {
  interface FastifyReply {
    flash: (flash: Flash) => FastifyReply
  }
  interface FastifyRequest {
    /** What the page before had to say; taken off as soon as it is read. */
    takeFlash: (reply: FastifyReply) => Flash[]
  }
}

const name = 'flash'

/** Lines for the next page, in a signed cookie: no session is needed and nobody else can write one. */
export default fp(async app => {
  const { config, signer } = app.platform
  const options = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: config.baseUrl.startsWith('https:'), maxAge: 60 }

  app.decorateReply('flash', function (flash) {
    return this.setCookie(name, signer.sign('flash', JSON.stringify(flash)), options)
  })

  app.decorateRequest('takeFlash', function (reply) {
    const cookie = this.cookies[name]
    if (cookie === undefined) return []
    reply.clearCookie(name, options)
    const text = signer.verify('flash', cookie)
    return text === null ? [] : [JSON.parse(text) as Flash]
  })
}, { name: 'flash', dependencies: ['platform', 'session'] })
