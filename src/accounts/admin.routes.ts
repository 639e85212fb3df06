import type { FastifyPluginAsync } from 'fastify'
import { requireRight } from '../plugins/areas.js'
import agentRoutes from './agents.admin.routes.js'
import roleRoutes from './roles.admin.routes.js'

/** Agents and roles, for admins who look after people; mounted at /admin. */
const adminRoutes: FastifyPluginAsync = async app => {
  app.addHook('preValidation', requireRight('people'))
  await app.register(agentRoutes)
  await app.register(roleRoutes)
}

export default adminRoutes
