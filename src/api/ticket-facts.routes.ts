import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { findRuleChoices } from '../rules/known.queries.js'
import { listRuns } from '../rules/rule.queries.js'
import { writeAction } from '../rules/write-rule-file.js'
import { findRating } from '../surveys/rating.queries.js'
import { findTicket } from '../tickets/ticket.queries.js'
import { Id, idParams, IdOrNull, Moment, MomentOrNull, TextOrNull } from './schemas.js'

const Rating = Type.Object({ score: IdOrNull, comment: TextOrNull, ratedAt: MomentOrNull }, { title: 'Rating' })
const Action = Type.Object({}, { additionalProperties: true })
const RuleRun = Type.Object({ id: Id, at: Moment, rules: Type.Array(Type.Object({ id: Id, name: Type.String(), holds: Type.Boolean(), actions: Type.Array(Action) })) }, { title: 'RuleRun' })

const schemas = {
  rating: { params: idParams, response: { 200: Rating } },
  runs: { params: idParams, response: { 200: Type.Object({ items: Type.Array(RuleRun) }) } }
}

/** What else is known of a ticket: how its requester says it went, from 1 to 5, and what the rules said of it. */
const factRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/tickets/:id/rating', { schema: schemas.rating, config: { scope: 'tickets.read', operation: 'rating_read' } }, async request => {
    const { read } = request.ctx.db
    const { id } = await findTicket(read, agentOf(request), request.params.id)
    const rating = await findRating(read, id)
    return { score: rating?.score ?? null, comment: rating?.comment ?? null, ratedAt: rating?.ratedAt.toISOString() ?? null }
  })

  app.get('/tickets/:id/rule-runs', { schema: schemas.runs, config: { scope: 'tickets.read', operation: 'rule_runs_list' } }, async request => {
    const { read } = request.ctx.db
    const { id } = await findTicket(read, agentOf(request), request.params.id)
    const [runs, choices] = [await listRuns(read, id), await findRuleChoices(read)]
    return {
      items: runs.map(({ id, at, lines }) => ({
        id, at: at.toISOString(), rules: lines.map(({ ruleId, name, holds, wanted }) => ({ id: ruleId, name, holds, actions: wanted.map(action => writeAction(action, choices)) }))
      }))
    }
  })
}

export default factRoutes
