import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { system } from '../platform/actor.js'
import { withActor } from '../platform/context.js'
import { InvalidFields, Refusal } from '../platform/errors.js'
import { translator } from '../platform/i18n/translate.js'
import { takeAnyContentType } from '../plugins/any-content-type.js'
import { answerPlainly, ApiRefusal, asApi } from '../plugins/api-door.js'
import { MalformedBody, readAskedJson, readAskedXml, type AskedByProgram } from './asked-by-program.js'
import { openAskedTicket } from './commands/open-asked-ticket.js'

type Read = (body: Buffer) => AskedByProgram

const origins = ['', 'api', 'web', 'phone', 'email', 'other']

/**
 * The ticket API that programs written for other desks speak: they change the address and nothing else.
 * A body is read by the path's ending, whatever its content type says; answers are plain text, the ticket's
 * number alone when all is well.
 */
const ticketApiRoutes: FastifyPluginAsync = async app => {
  asApi(app, 'buffer')
  takeAnyContentType(app)
  app.setNotFoundHandler(async (_request, reply) => answerPlainly(reply, 400, 'URL not supported'))

  for (const folder of ['', '/http.php']) {
    app.post(`${folder}/tickets.json`, { config: { scope: 'tickets.create' } }, async (request, reply) => open(request, reply, readAskedJson))
    app.post(`${folder}/tickets.xml`, { config: { scope: 'tickets.create' } }, async (request, reply) => open(request, reply, readAskedXml))
    // Nothing here waits for somebody to call: timers run by themselves.
    app.post(`${folder}/tasks/cron`, { config: { scope: 'cron' } }, async (_request, reply) => answerPlainly(reply, 200, 'Completed'))
  }
}

export default ticketApiRoutes

async function open ({ body, server }: FastifyRequest, reply: FastifyReply, read: Read): Promise<FastifyReply> {
  const asked = readOrRefuse(read, Buffer.isBuffer(body) ? body : Buffer.alloc(0))
  try {
    if (!origins.includes(asked.origin.toLowerCase())) throw new ApiRefusal(500, 'Invalid ticket origin given')
    const { number } = await openAskedTicket(withActor(server.platform, system), asked)
    return answerPlainly(reply, 201, number)
  } catch (error) {
    if (error instanceof Refusal && error.key === 'tickets.rejected') throw new ApiRefusal(403, `Ticket denied: ${asked.email.trim().slice(0, 190)}\n${translator('en')(error.key, error.values)}`)
    throw error instanceof InvalidFields ? new ApiRefusal(500, wordsFor(error)) : error
  }
}

function readOrRefuse (read: Read, body: Buffer): AskedByProgram {
  try {
    return read(body)
  } catch (error) {
    throw error instanceof MalformedBody ? new ApiRefusal(400, error.message) : error
  }
}

/** The field ids by which programs of this API know what is missing. */
const missing: Record<string, string> = {
  email: 'Unable to create new ticket :user\nIncomplete client information',
  subject: 'Unable to create new ticket :20\nIssue Summary is a required field',
  text: 'Unable to create new ticket :21\nIssue Details is a required field'
}

function wordsFor ({ fields }: InvalidFields): string {
  const [[field, problem] = ['', null]] = Object.entries(fields)
  if (['accounts.email.wrong', 'tickets.subject.empty', 'tickets.text.empty'].includes(problem?.key ?? '')) return missing[field] ?? ''
  return `Unable to create new ticket :${field}\n${problem === null ? '' : translator('en')(problem.key, problem.values)}`
}
