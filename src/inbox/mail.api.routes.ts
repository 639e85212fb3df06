import type { FastifyPluginAsync } from 'fastify'
import { answerPlainly, ApiRefusal, asApi } from '../plugins/api-door.js'
import { openMessageReader } from '../platform/mime/parse-apart.js'
import { processMessage } from './commands/process-message.js'
import { takeMessage } from './commands/take-message.js'
import { findTicketNumber } from './ticket-number.queries.js'

/** One raw mail in the body, for mail servers that hand it over by HTTP. It is kept first, read at once, and answered with its ticket's number. */
const mailApiRoutes: FastifyPluginAsync = async app => {
  asApi(app, 'buffer')
  const reader = openMessageReader()
  app.addHook('onClose', async () => reader.close())

  for (const folder of ['', '/http.php']) {
    app.post(`${folder}/tickets.email`, { config: { scope: 'tickets.create' } }, async (request, reply) => {
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      if (raw.length === 0) throw new ApiRefusal(400, 'Malformed or empty message')
      const { id } = await takeMessage(app.platform, raw, { door: 'http' })
      await processMessage(app.platform, reader, { incomingId: id })
      return answerPlainly(reply, 201, await findTicketNumber(app.platform.db.read, id) ?? '')
    })
  }
}

export default mailApiRoutes
