import type { FastifyPluginAsync } from 'fastify'
import meRoutes from './me.desk.routes.js'
import ownKeyRoutes from './own-keys.desk.routes.js'
import signInRoutes from './sign-in.desk.routes.js'

/** Coming to the desk and leaving it, and the agent's own page; mounted at /desk. */
const deskRoutes: FastifyPluginAsync = async app => {
  await app.register(signInRoutes)
  await app.register(meRoutes)
  await app.register(ownKeyRoutes)
}

export default deskRoutes
