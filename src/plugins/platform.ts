import fp from 'fastify-plugin'
import type { Platform } from '../platform/context.js'

declare module 'fastify' {
  interface FastifyInstance { platform: Platform }
}

/** Makes what the process is built of reachable from every plugin and route. */
export default fp(async (app, { platform }: { platform: Platform }) => {
  app.decorate('platform', platform)
}, { name: 'platform' })
