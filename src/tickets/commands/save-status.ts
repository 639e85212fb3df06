import { recordChange } from '../../audit/commands/record-change.js'
import { lockOne } from '../../platform/database/lock.js'
import type { Context } from '../../platform/context.js'
import { InvalidFields, NotFound, Stale, type Message } from '../../platform/errors.js'
import { Status } from '../status.entity.js'
import { ticketLifecycle, type TicketState } from '../ticket.lifecycle.js'

export interface StatusForm { label: string, publicLabel: string, state: TicketState, position: number, isActive: boolean }

/** States that may have names of the admins' own. New, merged and binned say what they are. */
export const nameableStates = ['open', 'waiting', 'on_hold', 'resolved', 'closed'] as const satisfies readonly TicketState[]

/** Adds a status under a state, or renames one. Its state never changes: tickets already stand in it. @throws InvalidFields, Stale, NotFound */
export async function saveStatus (ctx: Context, id: number | null, form: StatusForm, version: number): Promise<Status> {
  const clean = checkStatus(form)
  return ctx.db.transaction(async manager => {
    const status = id === null ? Object.assign(new Status(), { state: form.state, createdAt: ctx.clock.now(), version: 0 }) : await lockOne(manager, Status, { id })
    if (status === null) throw new NotFound()
    if (id !== null && status.version !== version) throw new Stale()

    const before = id === null ? {} : { label: status.label, publicLabel: status.publicLabel, position: status.position, isActive: status.isActive }
    await manager.save(Object.assign(status, clean, { version: status.version + 1 }))
    await recordChange(manager, ctx, { action: id === null ? 'status.created' : 'status.updated', subjectType: 'status', subjectId: status.id, subjectName: status.label, before, after: clean })
    return status
  })
}

function checkStatus ({ label, publicLabel, state, position, isActive }: StatusForm) {
  const problems: Record<string, Message> = {}
  if (label.trim() === '' || label.trim().length > 60) problems.label = { key: 'statuses.bad.label' }
  if (publicLabel.trim().length > 60) problems.publicLabel = { key: 'refusal.too_long', values: { limit: 60, length: publicLabel.trim().length } }
  if (!nameableStates.some(nameable => nameable === state) || !ticketLifecycle.stateNames.includes(state)) problems.state = { key: 'refusal.not_a_choice' }
  if (!Number.isInteger(position) || position < 1 || position > 999) problems.position = { key: 'statuses.bad.position' }
  if (Object.keys(problems).length > 0) throw new InvalidFields(problems)
  return { label: label.trim(), publicLabel: publicLabel.trim(), position, isActive }
}
