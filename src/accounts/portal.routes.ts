import type { FastifyPluginAsync } from 'fastify'
import accountRoutes from './account.portal.routes.js'
import enterRoutes from './enter.portal.routes.js'

/** How requesters come in and go out, and what they may change of themselves; mounted at /. */
const portalRoutes: FastifyPluginAsync = async app => {
  await app.register(enterRoutes)
  await app.register(accountRoutes)
}

export default portalRoutes
