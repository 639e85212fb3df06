import type { EntityManager } from 'typeorm'
import { findAsker } from '../../accounts/belonging.queries.js'
import type { Context, Platform } from '../../platform/context.js'
import { insertRows } from '../../platform/database/insert-row.js'
import { Refusal } from '../../platform/errors.js'
import type { AskedTicket, Intake, IntakeOrders } from '../../tickets/intake.js'
import type { Ticket } from '../../tickets/ticket.entity.js'
import type { Action } from '../action.js'
import { AskedFacts } from '../asked-facts.entity.js'
import { askingOf, type Asking } from '../asking.js'
import type { Facts } from '../condition.js'
import { decide, type Decision, type Wish } from '../decide.js'
import { factsOfAsked, idText } from '../facts.js'
import { listGoneWishes } from '../gone.queries.js'
import { findMoment } from '../moment.queries.js'
import type { FactValue } from '../operators.js'
import { recentRules } from '../recent-rules.js'
import { findRequesterFacts } from '../requester-facts.queries.js'
import type { FieldName } from '../rule-fields.js'
import type { Rule } from '../rule.entity.js'
import { applyEffects, effectsOf, tellRefused } from './apply-effects.js'
import { keepRun } from './keep-run.js'

/**
 * Lets the rules for new tickets have their say before one is opened, and keeps what they said with it. What
 * they were asked about is kept too, so that other rules can be tried on it.
 */
export function createIntake ({ db }: Pick<Platform, 'db'>): Intake {
  return async (manager, asked, now) => {
    const rules = await recentRules(db, manager, 'created')
    const judged = await judgeAsked(manager, rules, asked, now)
    return ordersOf(judged, await listGoneWishes(manager, judged.decision.effects), asked, now)
  }
}

/** What rules want of a request. Writes nothing, so that a trial can ask the same. */
export async function judgeAsked (manager: EntityManager, rules: readonly Rule[], asked: AskedTicket, now: Date): Promise<Judged> {
  const asking = askingOf(rules)
  const moment = await findMoment(manager, asked.departmentId, now, asking)
  const facts = factsOfAsked(asked, moment, asking.fields, await findAskerFacts(manager, asking, asked, now))
  return { facts, decision: decide(rules, facts) }
}

/** What is known of whoever asks. */
async function findAskerFacts (manager: EntityManager, asking: Asking, { requester: { email }, company }: AskedTicket, now: Date): Promise<Array<[FieldName, FactValue]>> {
  const asksFor = company === undefined ? (await findAsker(manager, email)).company : company
  return [...await findRequesterFacts(manager, asking, email, now), ['company', idText(asksFor?.id ?? null)], ['company_name', asksFor?.name ?? '']]
}

interface Judged { facts: Facts, decision: Decision }

function ordersOf ({ facts, decision }: Judged, gone: readonly Wish[], { mail }: AskedTicket, now: Date): IntakeOrders {
  const orders: IntakeOrders = {
    silentTo: [],
    reject: null,
    by: decision.verdicts.filter(({ holds }) => holds).map(({ name }) => name),
    keep: async (manager, ticketId) => {
      await insertRows(manager, AskedFacts, [{ ticketId, facts: [...facts.values], at: now }])
      if (decision.verdicts.length > 0) await keepRun(manager, ticketId, causeOf(ticketId), decision, now)
    },
    finish: async (ctx: Context, manager, ticket) => {
      const effects = effectsOf(decision)
      for (const { action, actor } of effects) if (isUnmet(action, gone, ticket)) await tellRefused(ctx, manager, ticket.id, actor, new Refusal(`rules.gone.${action.kind}`))
      await applyEffects(ctx, manager, ticket.id, effects.filter(({ action }) => isLater(action)), { cause: causeOf(ticket.id), isByMachine: mail?.isAutomatic === true })
    }
  }
  for (const { action } of decision.effects.filter(wish => !gone.includes(wish))) Object.assign(orders, orderOf(action, orders, mail))
  return orders
}

const causeOf = (ticketId: number): string => `created:${ticketId}`

/** What is set before the ticket is there; the last rule that sets a thing has the last word. */
function orderOf (action: Action, { silentTo }: IntakeOrders, mail: AskedTicket['mail']): Partial<IntakeOrders> {
  switch (action.kind) {
    case 'set_topic': return { topicId: action.topicId }
    case 'set_department': return { departmentId: action.departmentId }
    case 'set_team': return { teamId: action.teamId }
    case 'set_agent': return { agentId: action.agentId }
    case 'route': return action.way === 'usual' ? {} : { way: action.way }
    case 'set_priority': return { priority: action.priority }
    case 'set_sla': return { policyId: action.policyId }
    case 'silence': return { silentTo: [...silentTo, action.whom] }
    case 'reject': return { reject: action.reason }
    case 'use_reply_to': return mail?.replyTo ? { requester: mail.replyTo } : {}
    default: return {}
  }
}

/** Whether an action names what is out of use, or an agent who does not work there. */
function isUnmet (action: Action, gone: readonly Wish[], { assigneeId }: Ticket): action is Action & { kind: 'set_topic' | 'set_department' | 'set_team' | 'set_sla' | 'set_agent' } {
  if (action.kind === 'set_agent') return action.agentId !== null && action.agentId !== assigneeId
  return gone.some(wish => wish.action === action)
}

/** What can only be done to a ticket that is there. */
const isLater = ({ kind }: Action): boolean => ['set_status', 'add_tags', 'add_tasks', 'add_participant', 'refer_to_department', 'refer_to_team', 'refer_to_agent', 'note', 'reply', 'send_mail', 'call_webhook', 'set_due', 'set_answer', 'close', 'trash'].includes(kind)
