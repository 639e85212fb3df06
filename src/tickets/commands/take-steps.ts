import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import { joinTransaction, withActor, type Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { attempt } from '../../platform/database/savepoint.js'
import { InvalidFields, Refusal, type Message } from '../../platform/errors.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { comesLate, type Step } from '../../sla/step.js'
import { SlaPolicy } from '../../sla/sla-policy.entity.js'
import { findClocks, type SavedClock } from '../clocks/clocks.queries.js'
import { saveClocks } from '../clocks/save-clocks.js'
import { momentOfStep, stepsAhead, takeStep, timed } from '../clocks/target-clock.js'
import { Ticket } from '../ticket.entity.js'
import { doStep, isDone, objectOf } from './do-step.js'
import { saveChange } from './save-change.js'

/**
 * Takes the steps of a ticket's service level that have come due, one after the other in the order of their
 * moments, each once for each promise. Returns how many.
 *
 * The clocks are read anew before each step, since one may change the priority and with it what is promised;
 * what a promise has seen is never done again, so this ends. A step that cannot be done is told to admins and
 * in the ticket's history, and the others go on. Runs in the transaction that holds the ticket's row.
 */
export async function takeSteps (ctx: Context, manager: EntityManager, ticketId: number, now: Date): Promise<number> {
  const acting = joinTransaction(withActor(ctx, system), manager)
  for (let taken = 0; ;) {
    const clock = firstDue(await findClocks(manager, ticketId), now)
    if (clock === null) return taken

    const step = stepsAhead(clock)[0]
    // Steps that were edited meanwhile, before the clocks were reckoned anew.
    const isDue = step !== undefined && momentOfStep(clock, step) <= now
    await saveClocks(manager, [clock], [isDue ? takeStep(clock, step, now) : timed(clock)])
    if (!isDue) continue
    await tryStep(acting, manager, clock, step, now)
    taken += 1
  }
}

function firstDue (clocks: readonly SavedClock[], now: Date): SavedClock | null {
  const momentOf = ({ target }: SavedClock): number => target.nextStepAt?.getTime() ?? Infinity
  return clocks.filter(clock => momentOf(clock) <= now.getTime()).toSorted((one, other) => momentOf(one) - momentOf(other) || one.target.id - other.target.id)[0] ?? null
}

async function tryStep (ctx: Context, manager: EntityManager, { target }: SavedClock, step: Step, now: Date): Promise<void> {
  const policy = await manager.findOneByOrFail(SlaPolicy, { id: target.policyId })
  const said = { kind: target.kind, targetId: target.id, policy: policy.name, step }
  try {
    await attempt(manager, async () => {
      const ticket = await lockExisting(manager, target.ticketId)
      if (isDone(ticket, step.act)) return
      const object = await objectOf(manager, ticket, step.act)
      const name = step.act.kind === 'notify' ? 'target_warned' : 'step_taken'
      await saveChange(ctx, manager, ticket, ticket.record(name, system, now, { ...said, ...object, ...(comesLate(step) && { isLate: true }) }))
      await doStep(ctx, manager, ticket, step.act, policy.name)
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const ticket = await lockExisting(manager, target.ticketId)
    const why = messageOf(error)
    await saveChange(ctx, manager, ticket, ticket.record('step_failed', system, now, { ...said, why }))
    await tellAdmins(manager, policy, step, ticket, why, now)
  }
}

const lockExisting = async (manager: EntityManager, id: number): Promise<Ticket> => await lockOne(manager, Ticket, { id }) ?? Promise.reject(new Error('The ticket of a promise is gone.'))

/** The first thing that is wrong with a field says more than that something is. */
function messageOf (refusal: Refusal): Message {
  const [first] = refusal instanceof InvalidFields ? Object.values(refusal.fields) : []
  return first ?? { key: refusal.key, ...(refusal.values && { values: refusal.values }) }
}

/** Once for each step as it was last saved: the same trouble on a hundred tickets is one mail. */
async function tellAdmins (manager: EntityManager, { id, name, version, steps }: SlaPolicy, { key }: Step, ticket: Ticket, why: Message, now: Date): Promise<void> {
  const place = steps.findIndex(step => step.key === key) + 1
  await enqueue(manager, 'notify-admins', {
    right: 'departments', words: { key: 'sla.step.notice', values: { name, place, number: ticket.number, why: '' } }, inner: { why }, path: `/admin/sla/${id}`, cause: `sla-step:${id}:${version}:${key}`
  }, now, { uniqueKey: `notice:sla-step:${id}:${version}:${key}` })
}
