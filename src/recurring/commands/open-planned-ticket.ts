import type { EntityManager } from 'typeorm'
import { noticeToAdmins } from '../../notifications/admin-notice.js'
import { hour } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { lockOne } from '../../platform/database/lock.js'
import { updateRow } from '../../platform/database/update-row.js'
import { InvalidFields, Refusal, type Message } from '../../platform/errors.js'
import { createFormat } from '../../platform/i18n/format.js'
import { findHoursOfTopic } from '../department-hours.queries.js'
import { occurrencesOf, type Occurrence } from '../occurrences.js'
import { Plan } from '../plan.entity.js'
import { PlanRun } from '../plan-run.entity.js'
import { makeTicket } from './make-ticket.js'

/** A ticket may come so much late; what was missed longer ago is told on the plan's page and not made up for. */
export const catchUpFor = 24 * hour

/**
 * Deals with the times of a plan that have come: opens the ticket of each of the last 24 hours, and notes how many
 * earlier ones were missed. The plan's row is held, so that of several workers one does it.
 *
 * When a ticket cannot be opened nothing of it is left: the plan halts, its page says why, and admins are told once.
 */
export async function openPlannedTickets (ctx: Context, planId: number): Promise<void> {
  while (await openNext(ctx, planId));
}

/** @returns whether there may be another. */
async function openNext (ctx: Context, planId: number): Promise<boolean> {
  const tried: Occurrence[] = []
  try {
    return await ctx.db.transaction(async manager => {
      const plan = await lockDue(ctx, manager, planId)
      if (plan === null) return false

      const { late, due, next } = await findTimes(ctx, manager, plan)
      if (late.length > 0) await noteMissed(ctx, manager, plan, late)
      if (due !== null) tried.push(due)
      if (due !== null && !await isDone(manager, plan, due)) {
        const ticket = await makeTicket(ctx, manager, plan, { day: due.day, key: keyOf(plan, due) })
        await keepRun(ctx, manager, plan, due, { outcome: 'opened', ticketId: ticket.id })
      }
      plan.lastAt = due?.at ?? late.at(-1)?.at ?? plan.lastAt
      plan.nextAt = next?.at ?? null
      await updateRow(manager, Plan, plan)
      return plan.nextAt !== null && plan.nextAt <= ctx.clock.now()
    })
  } catch (error) {
    const last = tried.at(-1)
    if (!(error instanceof Refusal) || last === undefined) throw error
    await halt(ctx, planId, last, error)
    return false
  }
}

async function lockDue ({ clock }: Context, manager: EntityManager, planId: number): Promise<Plan | null> {
  const plan = await lockOne(manager, Plan, { id: planId })
  return plan === null || !plan.isActive || plan.nextAt === null || plan.nextAt > clock.now() ? null : plan
}

/** Asked anew each time, since a holiday may have been added in the meantime: the times that are too late, the first that is due, and the one after it. */
async function findTimes ({ clock }: Context, manager: EntityManager, { recurrence, template, nextAt, lastAt }: Plan): Promise<{ late: Occurrence[], due: Occurrence | null, next: Occurrence | null }> {
  const now = clock.now()
  // The plan's own next time counts; what lies before it was over when the plan was saved, or is done.
  const since = Math.max((nextAt?.getTime() ?? 0) - 1, lastAt?.getTime() ?? -Infinity)
  const late: Occurrence[] = []
  let due: Occurrence | null = null
  for (const occurrence of announcedFirst(occurrencesOf(recurrence, await findHoursOfTopic(manager, template.topicId)), recurrence, nextAt, since)) {
    const at = occurrence.at.getTime()
    if (at > now.getTime() || due !== null) return { late, due, next: occurrence }
    if (at < now.getTime() - catchUpFor) late.push(occurrence)
    else due = occurrence
  }
  return { late, due, next: null }
}

/** A day that a new holiday would move back into the past stays where it was announced; one that it moves on waits. */
function * announcedFirst (all: Iterable<Occurrence>, { closedDays, timeZone }: Plan['recurrence'], nextAt: Date | null, since: number): Generator<Occurrence, void> {
  let isFirst = closedDays === 'previous' && nextAt !== null && nextAt.getTime() > since
  for (const occurrence of all) {
    if (occurrence.at.getTime() <= since) continue
    if (isFirst && nextAt !== null && occurrence.at > nextAt) yield { at: nextAt, day: createFormat('en', timeZone, () => nextAt).day(nextAt) }
    isFirst = false
    yield occurrence
  }
  if (isFirst && nextAt !== null) yield { at: nextAt, day: createFormat('en', timeZone, () => nextAt).day(nextAt) }
}

/** The time as it was planned, which makes one ticket however often it is dealt with. */
const keyOf = ({ recurrence: { time } }: Plan, { day }: Occurrence): string => `${day}T${time}`

async function isDone (manager: EntityManager, plan: Plan, due: Occurrence): Promise<boolean> {
  return manager.existsBy(PlanRun, { planId: plan.id, occurrence: keyOf(plan, due), outcome: 'opened' })
}

async function noteMissed (ctx: Context, manager: EntityManager, plan: Plan, late: Occurrence[]): Promise<void> {
  await keepRun(ctx, manager, plan, late.at(-1)!, { outcome: 'missed', reason: { key: 'recurring.missed', values: { count: late.length } } })
}

async function keepRun ({ clock }: Context, manager: EntityManager, plan: Plan, occurrence: Occurrence, { outcome, ticketId = null, reason = null }: Pick<PlanRun, 'outcome'> & Partial<Pick<PlanRun, 'ticketId' | 'reason'>>): Promise<void> {
  const key = keyOf(plan, occurrence)
  await manager.delete(PlanRun, { planId: plan.id, occurrence: key })
  await insertRow(manager, PlanRun, Object.assign(new PlanRun(), { planId: plan.id, occurrence: key, plannedAt: occurrence.at, outcome, ticketId, reason, at: clock.now() }))
}

async function halt (ctx: Context, planId: number, occurrence: Occurrence, refusal: Refusal): Promise<void> {
  const reason = reasonOf(refusal)
  await ctx.db.transaction(async manager => {
    const plan = await lockDue(ctx, manager, planId)
    if (plan === null) return
    await keepRun(ctx, manager, plan, occurrence, { outcome: 'refused', reason })
    await updateRow(manager, Plan, Object.assign(plan, { nextAt: null, lastAt: occurrence.at, haltedBecause: reason }))
    await noticeToAdmins(manager, {
      right: 'departments', words: { key: 'recurring.notice', values: { name: plan.name, why: '' } }, inner: { why: reason }, path: `/admin/recurring/${planId}`, cause: `plan:${planId}:${keyOf(plan, occurrence)}`
    }, ctx.clock.now())
  })
}

/** The first thing that is wrong with a field says more than that something is. */
export function reasonOf (refusal: Refusal): Message {
  const [first] = refusal instanceof InvalidFields ? Object.values(refusal.fields) : []
  return first ?? { key: refusal.key, values: refusal.values }
}
