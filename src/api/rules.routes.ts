import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import { arrangeRules } from '../rules/commands/arrange-rules.js'
import { tryOnPast } from '../rules/commands/try-on-past.js'
import { tryOnTicket } from '../rules/commands/try-on-ticket.js'
import { tryRules, type Trial } from '../rules/commands/try-rules.js'
import { findRuleChoices } from '../rules/known.queries.js'
import { triggers } from '../rules/rule-fields.js'
import { findRule, listRules, listTickets } from '../rules/rule.queries.js'
import { writeAction } from '../rules/write-rule-file.js'
import type { Reader } from '../platform/database/database.js'
import { InvalidFields } from '../platform/errors.js'
import { ticketPolicy } from '../tickets/ticket.policy.js'
import { requireRight, withPointers } from './edits.routes.js'
import { pointerInRule, readRule, ruleProperties, type RuleOfProgram } from './rule-forms.routes.js'
import { Fields, Id, IdOrNull, Moment, repeatable } from './schemas.js'

const When = Type.Enum([...triggers])
const Action = Type.Object({}, { additionalProperties: true })
const Order = Type.Object({ when: When, ids: Type.Array(Id) }, { title: 'RuleOrder' })
const TrialAnswer = Type.Object({ rules: Type.Array(Type.Object({ id: Id, name: Type.String(), holds: Type.Boolean() })), actions: Type.Array(Action), stoppedBy: IdOrNull }, { title: 'RuleTrial' })
const PastAnswer = Type.Object({
  asked: Type.Integer(), held: Type.Integer(), isCut: Type.Boolean(), hidden: Type.Integer(),
  items: Type.Array(Type.Object({ ticketId: Id, number: Type.String(), subject: Type.String(), at: Moment, actions: Type.Array(Action) }))
}, { title: 'PastTrial' })

const { time, if: conditions, stops, ...needed } = ruleProperties
const Tried = Fields({ ...needed, time: Type.Optional(time), if: Type.Optional(conditions), stops: Type.Optional(stops) })

const schemas = {
  order: { headers: repeatable, body: Fields({ when: When, ids: Type.Array(Id, { minItems: 1, maxItems: 500 }) }), response: { 200: Order } },
  past: { headers: repeatable, body: Fields({ rule: Tried, ruleId: Type.Optional(Id) }), response: { 200: PastAnswer } },
  message: { headers: repeatable, body: Fields({ message: Type.String({ minLength: 1, maxLength: 100_000, examples: ['Subject: The radiator is cold\n\nIn room 3.'] }) }), response: { 200: TrialAnswer } },
  ticket: { headers: repeatable, body: Fields({ when: When, number: Type.String({ minLength: 1, maxLength: 60 }) }), response: { 200: TrialAnswer } }
}

/** Puts rules in order and tries them. A trial writes nothing and tells nobody. */
const ruleRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async request => { requireRight(request, 'departments') })
  const config = (operation: string) => ({ scope: 'organisation.write', operation })

  app.post('/rules/arrangements', { schema: schemas.order, config: config('rules_arrange') }, async ({ ctx, body: { when, ids } }) => {
    const rules = await listRules(ctx.db.read, when)
    const strange = ids.findIndex((id, place) => ids.indexOf(id) < place || !rules.some(rule => rule.id === id))
    if (strange !== -1) throw new InvalidFields({ [`ids/${strange}`]: { key: 'refusal.not_a_choice' } })
    const order = [...ids.flatMap(id => rules.filter(rule => rule.id === id)), ...rules.filter(({ id }) => !ids.includes(id))]
    await arrangeRules(ctx, when, order.map(({ id, isActive }, place) => ({ id, isActive, place: place + 1 })))
    return { when, ids: (await listRules(ctx.db.read, when)).map(({ id }) => id) }
  })

  app.post('/rules/trials/past', { schema: schemas.past, config: config('rules_try_past') }, async ({ ctx, body: { rule, ruleId } }) => {
    if (ruleId !== undefined) await findRule(ctx.db.read, ruleId)
    const trial = await withPointers(field => `rule/${pointerInRule(field, { if: rule.if ?? {} })}`, async () => tryOnPast(ctx, ruleId ?? 0, await readRule(ctx.db.read, rule as Partial<RuleOfProgram>)))
    const tickets = (await listTickets(ctx.db.read, trial.shown.map(({ ticketId }) => ticketId))).filter(ticket => ticketPolicy.read(ctx.actor, ticket))
    const choices = await findRuleChoices(ctx.db.read)
    const items = trial.shown.flatMap(({ ticketId, at, decision }) => tickets.filter(({ id }) => id === ticketId).map(({ number, subject }) => ({
      ticketId, number, subject, at: at.toISOString(), actions: decision.effects.filter(wish => wish.ruleId === trial.ruleId).map(({ action }) => writeAction(action, choices))
    })))
    return { asked: trial.asked, held: trial.held, isCut: trial.isCut, hidden: trial.shown.length - items.length, items }
  })

  app.post('/rules/trials/message', { schema: schemas.message, config: config('rules_try_message') }, async ({ ctx, body: { message } }) =>
    present(ctx.db.read, await withPointers(field => field === 'sample' ? 'message' : field, async () => tryRules(ctx, message))))

  app.post('/rules/trials/ticket', { schema: schemas.ticket, config: config('rules_try_ticket') }, async ({ ctx, body: { when, number } }) =>
    present(ctx.db.read, await tryOnTicket(ctx, when, number)))
}

export default ruleRoutes

async function present (reader: Reader, { decision: { verdicts, effects, stoppedBy } }: Trial): Promise<Static<typeof TrialAnswer>> {
  const choices = await findRuleChoices(reader)
  return { rules: verdicts.map(({ ruleId, name, holds }) => ({ id: ruleId, name, holds })), actions: effects.map(({ action }) => writeAction(action, choices)), stoppedBy }
}
