import { Agent } from '../../src/accounts/agent.entity.js'
import { system } from '../../src/platform/actor.js'
import { withActor } from '../../src/platform/context.js'
import { Department } from '../../src/departments/department.entity.js'
import { savePolicy } from '../../src/sla/commands/save-policy.js'
import { SlaPolicy } from '../../src/sla/sla-policy.entity.js'
import type { Step, StepAct } from '../../src/sla/step.js'
import { recomputeClocks } from '../../src/tickets/clocks/recompute.js'
import { sweepTargets } from '../../src/tickets/commands/sweep-targets.js'
import { holdTicket, moveTicket } from '../../src/tickets/commands/move-ticket.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { Target } from '../../src/tickets/target.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { payloadsOf } from '../support/history.js'
import { inWorld, type World } from '../support/world.js'

const berlin = (text: string) => new Date(`2026-11-${text}:00+01:00`)
const sweep = async ({ platform }: World, time: Date) => { platform.clock.set(time); return sweepTargets(withActor(platform, system)) }
const at = (percent: number, act: StepAct, target: Step['target'] = 'first_response'): Step => ({ key: '', target, when: { from: 'share', percent }, act })

/** Gives the standard service level other steps; the first answer is due in four hours, at 13:30. */
async function setSteps (world: World, ...steps: Step[]): Promise<void> {
  const policy = await world.platform.db.read.findOneByOrFail(SlaPolicy, { name: 'Standard' })
  await savePolicy(world.as(world.ana), policy.id, { ...policy, steps }, policy.version)
}

async function historyOf ({ platform }: World, { id }: Ticket): Promise<string[]> {
  const events = await platform.db.read.find(TicketEvent, { where: { ticketId: id }, order: { id: 'ASC' } })
  return events.filter(({ name }) => /^target_|^step_|priority|transferred|assigned|tags|noted/.test(name)).map(({ name, details }) => [name, details.name ?? details.agentName ?? ''].join(' ').trim())
}

const reload = async ({ platform }: World, { id }: Ticket) => platform.db.read.findOneByOrFail(Ticket, { id })

inWorld('steps are taken in the order of their moments, each once, whatever number of workers sweeps', async (t, world) => {
  const { id: managerId } = world.ana
  await world.platform.db.transaction(async manager => manager.update(Department, { id: world.departments.it.id }, { managerId }))
  await setSteps(world,
    { key: '', target: 'first_response', when: { from: 'after_due', minutes: 30 }, act: { kind: 'notify', whom: 'manager' } },
    at(50, { kind: 'tag', tag: 'soon' }),
    { key: '', target: 'first_response', when: { from: 'before_due', minutes: 60 }, act: { kind: 'note', text: 'An hour is left.' } }
  )
  const ticket = await world.ask()
  const before = await historyOf(world, ticket)

  t.equal(await sweep(world, berlin('23T10:59')), 0)
  t.equal(await sweep(world, berlin('23T11:00')), 1, 'half of four hours')
  t.ok(await world.platform.db.read.existsBy(TicketTag, { ticketId: ticket.id, tag: 'soon' }))
  t.equal(await sweep(world, berlin('23T11:59')), 0)
  world.platform.clock.set(berlin('23T14:30'))
  const ctx = withActor(world.platform, system)
  const counts = await Promise.all([sweepTargets(ctx), sweepTargets(ctx), sweepTargets(ctx)])
  t.equal(counts.reduce((sum, count) => sum + count), 3, 'the note, the miss and the manager')
  t.same((await historyOf(world, ticket)).slice(before.length), ['step_taken', 'tags_changed', 'target_breached', 'step_taken', 'noted', `target_warned ${world.ana.name}`])
  t.equal(await sweep(world, berlin('27T09:00')) > 0 ? (await historyOf(world, ticket)).filter(line => line.startsWith('step_')).length : 0, 2, 'the solution is missed later, and no step comes again')
})

inWorld('a pause moves a step, an answer ends it', async (t, world) => {
  await setSteps(world, at(50, { kind: 'tag', tag: 'half' }, 'resolution'), at(75, { kind: 'tag', tag: 'never' }))
  const ticket = await world.ask()
  const stepAt = async () => (await world.platform.db.read.findOneByOrFail(Target, { ticketId: ticket.id, kind: 'resolution' })).nextStepAt
  t.same(await stepAt(), berlin('24T14:00'), 'twelve of twenty-four hours')

  world.platform.clock.set(berlin('23T10:00'))
  await holdTicket(world.as(world.ana), { ticketId: ticket.id, reason: 'A spare part is on its way.' })
  t.equal(await stepAt(), null)
  world.platform.clock.set(berlin('23T12:00'))
  await moveTicket(world.as(world.ana), { ticketId: ticket.id, move: 'resume' })
  t.same(await stepAt(), berlin('24T16:00'), 'two hours later')
  await replyToTicket(world.as(world.ana), { ticketId: ticket.id, text: 'It is on its way.', outcome: 'open', version: null })
  t.equal(await sweep(world, berlin('24T15:59')), 0)
  t.equal(await sweep(world, berlin('24T16:00')), 1)
})

inWorld('a raised priority brings its own promise, keeps the time used, and raises no further', async (t, world) => {
  await setSteps(world, at(50, { kind: 'priority', to: 'next' }))
  const ticket = await world.ask()
  t.equal(await sweep(world, berlin('23T11:00')), 1)
  t.match(await reload(world, ticket), { priority: 3 })
  t.match(await world.platform.db.read.findOneByOrFail(Target, { ticketId: ticket.id, kind: 'first_response' }), { minutes: 120, usedMs: 0, dueAt: berlin('23T11:00'), nextStepAt: null })
  await sweep(world, berlin('23T12:00'))
  t.match(await reload(world, ticket), { priority: 3 }, 'once for each promise')
})

inWorld('steps that contradict each other come to an end', async (t, world) => {
  await setSteps(world, at(10, { kind: 'priority', to: 4 }), at(10, { kind: 'priority', to: 1 }), at(20, { kind: 'priority', to: 'next' }), at(10, { kind: 'priority', to: 3 }, 'any'))
  const ticket = await world.ask()
  await sweep(world, berlin('27T16:00'))
  const moves = (await historyOf(world, ticket)).filter(line => line === 'priority_changed').length
  t.ok(moves > 1 && moves <= 5, `${moves} changes`)
  t.equal(await sweep(world, berlin('30T16:00')), 0)
})

inWorld('what cannot be done is told to admins and in the history, and the other steps go on', async (t, world) => {
  await setSteps(world, at(25, { kind: 'notify', whom: world.ben.id }), at(26, { kind: 'notify', whom: 'account_manager' }), at(30, { kind: 'move', departmentId: world.departments.facilities.id }), at(40, { kind: 'tag', tag: 'late' }))
  const ticket = await world.ask()
  await world.platform.db.transaction(async manager => {
    await manager.update(Agent, { id: world.ben.id }, { isActive: false })
    await manager.update(Department, { id: world.departments.facilities.id }, { isActive: false })
  })
  t.equal(await sweep(world, berlin('23T12:00')), 4)
  t.equal(await sweep(world, berlin('23T12:01')), 0)
  t.same((await historyOf(world, ticket)).slice(-5), ['step_failed', 'step_failed', 'step_failed', 'step_taken', 'tags_changed'])
  t.match(await reload(world, ticket), { departmentId: world.departments.it.id })
  t.match(await payloadsOf(world, 'notify-admins'), [
    { right: 'departments', inner: { why: { key: 'sla.step.agent_gone', values: { name: world.ben.name } } } }, { inner: { why: { key: 'sla.step.no_account_manager' } } }, { inner: { why: { key: 'tickets.transfer.no_department' } } }
  ])
})

inWorld('a ticket is given on to whom the department’s way names, or stays where it is', async (t, world) => {
  await setSteps(world, at(25, { kind: 'give', to: 'routing' }), at(50, { kind: 'give', to: world.ana.id }), at(60, { kind: 'give', to: 'routing' }))
  const ticket = await world.ask()
  const first = (await reload(world, ticket)).assigneeId
  t.ok(first)
  await sweep(world, berlin('23T10:00'))
  t.not((await reload(world, ticket)).assigneeId, first, 'the next in turn')
  const given = await world.platform.db.read.findOneOrFail(TicketEvent, { where: { ticketId: ticket.id, name: 'assigned' }, order: { id: 'DESC' } })
  t.match(JSON.stringify(given.details), `"agentId":${String(first)},`)
  t.match(JSON.stringify(given.details), '"outcome":"had_it"', 'it was just taken from whoever had it, touched or not')
  await sweep(world, berlin('23T11:00'))
  t.equal((await reload(world, ticket)).assigneeId, world.ana.id)

  await world.platform.db.transaction(async manager => manager.update(Department, { id: world.departments.it.id }, { strategy: 'manual' }))
  await sweep(world, berlin('23T12:00'))
  t.equal((await reload(world, ticket)).assigneeId, world.ana.id)
  t.equal((await historyOf(world, ticket)).at(-1), 'step_failed')
})

inWorld('steps that are edited count for tickets that are there, and what was taken stays taken', async (t, world) => {
  await setSteps(world, at(50, { kind: 'tag', tag: 'half' }))
  const ticket = await world.ask()
  await sweep(world, berlin('23T11:00'))
  const { steps } = await world.platform.db.read.findOneByOrFail(SlaPolicy, { name: 'Standard' })
  await setSteps(world, ...steps.map(step => ({ ...step, when: { from: 'share', percent: 80 } as const })), at(60, { kind: 'tag', tag: 'more' }))
  t.equal(await sweep(world, berlin('23T13:00')), 0, 'until the clocks are reckoned anew')
  const [change] = await payloadsOf(world, 'recompute-clocks')
  await recomputeClocks(withActor(world.platform, system), change as { changedAt: number })
  t.equal(await sweep(world, berlin('23T13:00')), 1)
  t.same((await world.platform.db.read.findBy(TicketTag, { ticketId: ticket.id })).map(({ tag }) => tag).toSorted(), ['half', 'more'])
})
