import fp from 'fastify-plugin'
import { second } from '../platform/clock.js'
import { isAway } from '../platform/database/away.js'
import type { Organisation } from '../settings/organisation.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** The organisation's settings, at most a second old, and never older than a change in this process; while the database is away, as they were read last. */
    organisation: () => Promise<Organisation>
  }
}

/** Every page needs the organisation's name and languages: read once a second, not once a page. */
export default fp(async (app, { load, changes }: { load: () => Promise<Organisation>, changes: () => number }) => {
  let known: { at: number, after: number, value: Promise<Organisation> } | null = null
  let read: Organisation | null = null

  app.decorate('organisation', async () => {
    const at = performance.now()
    if (known === null || at - known.at > second || known.after !== changes()) {
      known = { at, after: changes(), value: look() }
      known.value.catch(() => { known = null })
    }
    return known.value
  })

  async function look (): Promise<Organisation> {
    try {
      read = await load()
    } catch (error) {
      if (read === null || !isAway(error)) throw error
    }
    return read
  }
}, { name: 'organisation' })
