import { recordChange } from '../../audit/commands/record-change.js'
import { lockOne } from '../../platform/database/lock.js'
import type { Context } from '../../platform/context.js'
import { NotFound, Stale } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { statusClocks, type StatusClock } from '../status-clocks.js'
import { Status } from '../status.entity.js'
import { activeStates, ticketLifecycle, type TicketState } from '../ticket.lifecycle.js'

export interface StatusForm { label: string, publicLabel: string, state: TicketState, position: number, isActive: boolean, clock: StatusClock }

/** States that may have names of the admins' own. New, merged and binned say what they are. */
export const nameableStates = ['open', 'waiting', 'on_hold', 'resolved', 'closed'] as const satisfies readonly TicketState[]

/**
 * Adds a status under a state, or changes one. Its state never changes: tickets already stand in it. When what it
 * makes of the clock changes, the clocks of the tickets that carry it follow from now on.
 *
 * @throws InvalidFields, Stale, NotFound
 */
export async function saveStatus (ctx: Context, id: number | null, form: StatusForm, version: number): Promise<Status> {
  const clean = checkStatus(form)
  return ctx.db.transaction(async manager => {
    const status = id === null ? Object.assign(new Status(), { state: form.state, createdAt: ctx.clock.now(), version: 0 }) : await lockOne(manager, Status, { id })
    if (status === null) throw new NotFound()
    if (id !== null && status.version !== version) throw new Stale()

    const before = id === null ? {} : { label: status.label, publicLabel: status.publicLabel, position: status.position, isActive: status.isActive, clock: status.clock }
    const changesClock = id !== null && status.clock !== clean.clock
    await manager.save(Object.assign(status, clean, { version: status.version + 1 }))
    if (changesClock) await enqueue(manager, 'recompute-clocks', { statusId: status.id, changedAt: ctx.clock.now().getTime() }, ctx.clock.now())
    await recordChange(manager, ctx, { action: id === null ? 'status.created' : 'status.updated', subjectType: 'status', subjectId: status.id, subjectName: status.label, before, after: clean })
    return status
  })
}

function checkStatus ({ label: typed, publicLabel: typedPublic, state, position, isActive, clock }: StatusForm) {
  const checks = new FieldChecks()
  const label = checks.line('label', typed)
  if (label === '' || label.length > 60) checks.note('label', 'statuses.bad.label')
  const publicLabel = checks.line('publicLabel', typedPublic, 60)
  if (!nameableStates.some(nameable => nameable === state) || !ticketLifecycle.stateNames.includes(state)) checks.note('state', 'refusal.not_a_choice')
  if (!Number.isInteger(position) || position < 1 || position > 999) checks.note('position', 'statuses.bad.position')
  if (!statusClocks.includes(clock)) checks.note('clock', 'refusal.not_a_choice')
  else if (clock !== 'as_state' && !activeStates.some(active => active === state)) checks.note('clock', 'statuses.bad.clock')
  checks.refuse()
  return { label, publicLabel, position, isActive, clock }
}
