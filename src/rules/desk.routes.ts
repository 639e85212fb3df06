import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { readingOf } from '../plugins/desk-reading.js'
import { findTicket } from '../tickets/ticket.queries.js'
import { findRuleChoices } from './known.queries.js'
import { listRuns } from './rule.queries.js'
import { presentRuns, type RunView } from './run.presenter.js'

declare module '../plugins/page.js' {
  interface Pages { 'rules/ticket': { number: string, subject: string, path: string, runs: RunView[] } }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })

/** What the rules said of a ticket, and why, mounted at /desk/tickets. */
const ruleDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id/rules', { schema: { params } }, async (request, reply) => {
    const { t, format } = request
    const { actor } = readingOf(request)
    const { read } = request.ctx.db
    const ticket = await findTicket(read, actor, request.params.id)
    const [runs, choices] = await Promise.all([listRuns(read, ticket.id), findRuleChoices(read)])
    return reply.page('rules/ticket', { title: t('rules.ticket.title'), number: ticket.number, subject: ticket.subject, path: `/desk/tickets/${ticket.id}`, runs: presentRuns(runs, choices, t, format) })
  })
}

export default ruleDeskRoutes
