import fp from 'fastify-plugin'
import { isAway } from '../platform/database/away.js'
import type { Organisation } from '../settings/organisation.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** The organisation's settings, at most a second old, and never older than a change in this process; while the database is away, as they were read last. */
    organisation: () => Promise<Organisation>
  }
}

/** Every page needs the organisation's name and languages. `load` keeps them for a moment. */
export default fp(async (app, { load }: { load: () => Promise<Organisation> }) => {
  let read: Organisation | null = null

  app.decorate('organisation', async () => {
    try {
      read = await load()
    } catch (error) {
      if (read === null || !isAway(error)) throw error
    }
    return read
  })
}, { name: 'organisation' })
