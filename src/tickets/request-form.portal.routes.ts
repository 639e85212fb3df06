import type { FastifyPluginAsync } from 'fastify'
import requestAnswersRoutes from './request-answers.portal.routes.js'
import requestDetailsRoutes from './request-details.portal.routes.js'
import requestFilesRoutes from './request-files.portal.routes.js'
import requestSendRoutes from './request-send.portal.routes.js'
import requestTopicRoutes from './request-topic.portal.routes.js'
import requestYouRoutes from './request-you.portal.routes.js'

/** Asking for help, one thing a page; what is typed is kept here between the pages. Mounted at /. */
const requestFormRoutes: FastifyPluginAsync = async app => {
  for (const page of [requestTopicRoutes, requestDetailsRoutes, requestAnswersRoutes, requestFilesRoutes, requestYouRoutes, requestSendRoutes]) await app.register(page as FastifyPluginAsync)
}

export default requestFormRoutes
