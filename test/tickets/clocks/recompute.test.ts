import { minute } from '../../../src/platform/clock.js'
import { system } from '../../../src/platform/actor.js'
import { withActor } from '../../../src/platform/context.js'
import type { OpeningHours } from '../../../src/schedules/opening-hours.js'
import { Schedule } from '../../../src/schedules/schedule.entity.js'
import { Department } from '../../../src/departments/department.entity.js'
import { SlaPolicy } from '../../../src/sla/sla-policy.entity.js'
import type { TargetKind } from '../../../src/sla/target-kind.js'
import { recomputeClocks, type TermsChange } from '../../../src/tickets/clocks/recompute.js'
import { holdTicket } from '../../../src/tickets/commands/move-ticket.js'
import { Target } from '../../../src/tickets/target.entity.js'
import { Ticket } from '../../../src/tickets/ticket.entity.js'
import { inWorld, type World } from '../../support/world.js'

const berlin = (text: string) => new Date(`2026-11-${text}:00+01:00`)
const targetOf = async ({ platform }: World, { id }: Ticket, kind: TargetKind) => platform.db.read.findOneByOrFail(Target, { ticketId: id, kind })

/** Runs it twice, since a job may be. */
async function recompute ({ platform }: World, change: Omit<TermsChange, 'changedAt'>): Promise<void> {
  const changedAt = platform.clock.now().getTime()
  platform.clock.advance(5 * minute)
  await recomputeClocks(withActor(platform, system), { ...change, changedAt })
  platform.clock.advance(5 * minute)
  await recomputeClocks(withActor(platform, system), { ...change, changedAt })
}

async function editSchedule ({ platform }: World, edit: (hours: OpeningHours) => OpeningHours) {
  return platform.db.transaction(async manager => {
    const schedule = await manager.findOneByOrFail(Schedule, { name: 'Office hours' })
    const before = schedule.openingHours
    await manager.save(Object.assign(schedule, { openingHours: edit(before) }))
    return { scheduleId: schedule.id, hoursBefore: before }
  })
}

async function editPolicy ({ platform }: World, edit: Partial<SlaPolicy> | ((policy: SlaPolicy) => Partial<SlaPolicy>)): Promise<number> {
  return platform.db.transaction(async manager => {
    const policy = await manager.findOneByOrFail(SlaPolicy, { name: 'Standard' })
    await manager.save(Object.assign(policy, typeof edit === 'function' ? edit(policy) : edit))
    return policy.id
  })
}

const untilNine = ({ hours, ...rest }: OpeningHours): OpeningHours => ({ ...rest, hours: { ...hours!, mon: [{ from: '10:00', to: '21:00' }] } })

inWorld('new hours count from their change on, and what was used before stays', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T11:00'))
  const { scheduleId, hoursBefore } = await editSchedule(world, untilNine)
  await recompute(world, { scheduleId, hoursBefore })

  t.match(await targetOf(world, ticket, 'resolution'), { usedMs: 120 * minute, runningSince: berlin('23T11:00'), dueAt: berlin('25T13:30') })
  t.match(await targetOf(world, ticket, 'first_response'), { usedMs: 120 * minute, dueAt: berlin('23T13:00'), nextStepAt: berlin('23T12:00') })
  t.match(await world.platform.db.read.findOneByOrFail(Ticket, { id: ticket.id }), { nextDueAt: berlin('23T13:00'), sortsAt: berlin('23T13:00') })
})

inWorld('corrected hours count from the beginning when the old ones are not given', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T11:00'))
  const { scheduleId } = await editSchedule(world, untilNine)
  await recompute(world, { scheduleId })

  t.match(await targetOf(world, ticket, 'first_response'), { usedMs: 0, dueAt: berlin('23T14:00') })
})

inWorld('a policy’s new minutes reach its active tickets, also for what it had not promised before', async (t, world) => {
  const none = { first_response: null, next_response: null, resolution: null }
  await editPolicy(world, ({ targets }) => ({ targets: { ...targets, 2: { ...none, first_response: 240 } } }))
  const ticket = await world.ask()
  const policyId = await editPolicy(world, ({ targets }) => ({ targets: { ...targets, 2: { ...none, resolution: 60 } } }))
  world.platform.clock.set(berlin('23T10:00'))
  await recompute(world, { policyId })

  t.match(await targetOf(world, ticket, 'first_response'), { droppedAt: berlin('23T10:00'), dueAt: null })
  t.match(await targetOf(world, ticket, 'resolution'), { startedAt: berlin('23T10:00'), dueAt: berlin('23T11:00') })
  t.equal(await world.platform.db.read.countBy(Target, { ticketId: ticket.id }), 2)
})

inWorld('tickets of other policies, schedules and departments stay as they are', async (t, world) => {
  const ticket = await world.ask()
  const policyId = await editPolicy(world, ({ targets }) => ({ targets: { ...targets, 2: targets[4] } }))
  const before = await targetOf(world, ticket, 'resolution')

  await recompute(world, { policyId: policyId + 1 })
  await recompute(world, { scheduleId: 999 })
  await recompute(world, { departmentId: world.departments.facilities.id })
  t.same(await targetOf(world, ticket, 'resolution'), before)

  await recompute(world, { departmentId: world.departments.it.id })
  t.match(await targetOf(world, ticket, 'resolution'), { minutes: 480 })
})

inWorld('a department’s new schedule takes its tickets along', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T10:00'))
  const late = await world.platform.db.transaction(async manager => {
    const office = await manager.findOneByOrFail(Schedule, { name: 'Office hours' })
    const schedule = await manager.save(Object.assign(new Schedule(), { name: 'Evenings', isDefault: false, openingHours: untilNine(office.openingHours), createdAt: berlin('23T09:00'), version: 1 }))
    await manager.update(Department, { id: world.departments.it.id }, { scheduleId: schedule.id })
    return schedule
  })
  await recompute(world, { departmentId: world.departments.it.id })

  t.match(await targetOf(world, ticket, 'first_response'), { scheduleId: late.id, usedMs: 60 * minute, dueAt: berlin('23T13:00') })
})

inWorld('a policy that no longer pauses on hold lets the clocks of tickets on hold run', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T10:00'))
  await holdTicket(world.as(world.ana), { ticketId: ticket.id, reason: 'A spare part is on its way.' })
  world.platform.clock.set(berlin('23T11:00'))
  const policyId = await editPolicy(world, { pausesOnHold: false })
  await recompute(world, { policyId })

  t.match(await targetOf(world, ticket, 'first_response'), { usedMs: 60 * minute, runningSince: berlin('23T11:00'), dueAt: berlin('23T14:30') })
})
