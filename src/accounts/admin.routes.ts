import type { FastifyPluginAsync } from 'fastify'
import { requireRight } from '../plugins/areas.js'
import apiKeyRoutes from './api-keys.admin.routes.js'
import agentRoutes from './agents.admin.routes.js'
import roleRoutes from './roles.admin.routes.js'
import skillRoutes from './skills.admin.routes.js'

/** Agents, roles and skills, for admins who look after people, and keys for programs; mounted at /admin. */
const adminRoutes: FastifyPluginAsync = async app => {
  await app.register(async people => {
    people.addHook('preValidation', requireRight('people'))
    await people.register(agentRoutes)
    await people.register(roleRoutes)
    await people.register(skillRoutes)
  })
  await app.register(apiKeyRoutes)
}

export default adminRoutes
