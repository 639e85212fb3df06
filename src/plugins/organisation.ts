import fp from 'fastify-plugin'
import { second } from '../platform/clock.js'
import type { Organisation } from '../settings/organisation.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** The organisation's settings, at most a second old. */
    organisation: () => Promise<Organisation>
  }
}

/** Every page needs the organisation's name and languages: read once a second, not once a page. */
export default fp(async (app, { load }: { load: () => Promise<Organisation> }) => {
  let known: { at: number, value: Promise<Organisation> } | null = null

  app.decorate('organisation', async () => {
    const at = performance.now()
    if (known === null || at - known.at > second) {
      known = { at, value: load() }
      known.value.catch(() => { known = null })
    }
    return known.value
  })
}, { name: 'organisation' })
