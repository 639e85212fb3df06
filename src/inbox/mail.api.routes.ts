import type { FastifyPluginAsync } from 'fastify'
import { takeAnyContentType } from '../plugins/any-content-type.js'
import { answerPlainly, ApiRefusal, asApi } from '../plugins/api-door.js'
import { openMessageReader } from '../platform/mime/parse-apart.js'
import { processMessage } from './commands/process-message.js'
import { takeMessage } from './commands/take-message.js'
import { findWhatBecame } from './ticket-number.queries.js'
import { translator } from '../platform/i18n/translate.js'

const malformed = 'Malformed or empty message'

/** One raw mail in the body, for mail servers that hand it over by HTTP. It is kept first, read at once, and answered with its ticket's number. */
const mailApiRoutes: FastifyPluginAsync = async app => {
  asApi(app, 'buffer')
  takeAnyContentType(app)
  const reader = openMessageReader()
  app.addHook('onClose', async () => reader.close())

  for (const folder of ['', '/http.php']) {
    app.post(`${folder}/tickets.email`, { config: { scope: 'tickets.create' } }, async (request, reply) => {
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      if (raw.length === 0) throw new ApiRefusal(400, malformed)
      const { id } = await takeMessage(app.platform, raw, { door: 'http' })
      await processMessage(app.platform, reader, { incomingId: id })
      const { number, from, reason } = await findWhatBecame(app.platform.db.read, id)
      if (reason?.key === 'inbox.reason.no_message') throw new ApiRefusal(400, malformed)
      if (reason?.key === 'tickets.rejected') throw new ApiRefusal(403, `Ticket denied: ${from}\n${translator('en')(reason.key, reason.values)}`)
      // What is kept and became no ticket is taken all the same: a mail server that hears otherwise sends it again or back.
      return answerPlainly(reply, 201, number ?? '')
    })
  }
}

export default mailApiRoutes
