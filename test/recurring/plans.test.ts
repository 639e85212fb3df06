import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { Job } from '../../src/platform/jobs/job.entity.js'
import { openDuePlans } from '../../src/recurring/commands/open-due-plans.js'
import { editPlan } from '../../src/recurring/commands/save-plan.js'
import { Plan } from '../../src/recurring/plan.entity.js'
import { PlanRun } from '../../src/recurring/plan-run.entity.js'
import { Schedule } from '../../src/schedules/schedule.entity.js'
import { listTaskRows } from '../../src/tickets/tasks/task.queries.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { inWorld } from '../support/world.js'
import { withRule } from '../rules/support.js'
import { at, everyDay, planOf, withPlan } from './support.js'

inWorld('at its time a plan opens one whole ticket, however many workers look', async (t, world) => {
  const { platform, agents } = world
  await withPlan(world, { recurrence: { kind: 'monthly_weekday' }, template: { agentId: agents.ben.id, priority: 4, tags: ['backup', 'tapes'], tasks: ['Tape of {weekday}', 'Write it down'], subject: 'Backup of {date}, week {week}, {month}' } })
  t.same(await at(world, '2026-12-07T06:59:59Z'), [])

  platform.clock.set('2026-12-07T07:00:00Z')
  await Promise.all(Array.from({ length: 4 }, async () => openDuePlans(platform)))
  t.same(await at(world, '2026-12-07T07:05:00Z'), ['Backup of 7 December 2026, week 50, December 2026'])
  const ticket = await platform.db.read.findOneByOrFail(Ticket, {})
  t.match(ticket, { assigneeId: agents.ben.id, priority: 4, source: 'desk', state: 'open', createdAt: new Date('2026-12-07T07:00:00Z') })
  t.same((await listTaskRows(platform.db.read, ticket.id)).map(({ text }) => text), ['Tape of Monday', 'Write it down'])
  t.same((await platform.db.read.findBy(TicketTag, { ticketId: ticket.id })).map(({ tag }) => tag).sort(), ['backup', 'tapes'])
  t.match(await platform.db.read.findOneBy(TicketEvent, { ticketId: ticket.id, name: 'planned' }), { actorName: 'Backup' })
  t.match(await platform.db.read.findOneBy(TicketEvent, { ticketId: ticket.id, name: 'assigned' }), { details: { agentId: agents.ben.id, rules: ['Backup'] } }, 'not by turn')
  t.match(await platform.db.read.findOneBy(TicketEvent, { ticketId: ticket.id, name: 'created' }), { details: { silentTo: ['requester'] } })
  t.match(await platform.db.read.find(PlanRun), [{ outcome: 'opened', ticketId: ticket.id, occurrence: '2026-12-07T08:00' }])
  t.match(await platform.db.read.findOneBy(Plan, {}), { nextAt: new Date('2027-01-04T07:00:00Z') })
})

inWorld('after a time in which nothing ran, the last day is made up for and the rest is told', async (t, world) => {
  const { platform } = world
  await withPlan(world)
  t.same(await at(world, '2026-11-28T09:00:00Z'), ['Backup of 28 November 2026'])
  t.match(await platform.db.read.find(PlanRun, { order: { id: 'ASC' } }), [{ outcome: 'missed', occurrence: '2026-11-27T08:00', reason: { values: { count: 4 } } }, { outcome: 'opened', occurrence: '2026-11-28T08:00' }])
  t.same(await at(world, '2026-11-29T06:59:00Z'), ['Backup of 28 November 2026'])
  t.same(await at(world, '2026-11-30T06:59:00Z'), ['Backup of 28 November 2026', 'Backup of 29 November 2026'])
})

inWorld('one that comes once, and one with a last day, are over when they are over', async (t, world) => {
  const { platform } = world
  const once = await withPlan(world, { name: 'Once', recurrence: { kind: 'once', from: '2026-11-24' }, template: { subject: 'Once' } })
  const twice = await withPlan(world, { name: 'Twice', recurrence: { from: '2026-11-25', count: 2 }, template: { subject: 'Twice' } })
  await withPlan(world, { name: 'Off', isActive: false, template: { subject: 'Never' } })
  for (const day of ['24', '25', '26', '27', '28']) await at(world, `2026-11-${day}T12:00:00Z`)
  t.same(await at(world, '2026-11-29T12:00:00Z'), ['Once', 'Twice', 'Twice'])
  for (const { id } of [once, twice]) t.match(await platform.db.read.findOneBy(Plan, { id }), { nextAt: null, haltedBecause: null })
})

inWorld('what keeps a ticket from being opened halts the plan, leaves nothing half done and is told once', async (t, world) => {
  const { platform, as, ana, ben, topics } = world
  const run = async (sql: string, values: unknown[]) => platform.db.transaction(async manager => manager.query(sql, values))
  const topicId = topics.accounts.id
  const troubles: Array<[name: string, breaks: () => Promise<unknown>, mends: () => Promise<unknown>, key: string]> = [
    ['an agent who left', async () => run('UPDATE agents SET is_active = 0 WHERE id = ?', [ben.id]), async () => run('UPDATE agents SET is_active = 1 WHERE id = ?', [ben.id]), 'recurring.agent_gone'],
    ['a topic out of use', async () => run('UPDATE topics SET is_active = 0 WHERE id = ?', [topicId]), async () => run('UPDATE topics SET is_active = 1 WHERE id = ?', [topicId]), 'recurring.topic_gone'],
    ['a question that is asked since', async () => run("INSERT INTO questions (topic_id, label, hint, kind, options, is_required, is_public, needed_to_close, position, is_active, version) VALUES (?, 'Which tape?', '', 'short_text', '[]', 1, 1, 0, 99, 1, 1)", [topicId]), async () => run("UPDATE questions SET is_active = 0 WHERE label = 'Which tape?'", []), 'forms.missing.text']
  ]
  const { id } = await withPlan(world, { template: { agentId: ben.id, tasks: ['One'], tags: ['x'] } })
  let opened = 0
  for (const [place, [name, breaks, mends, key]] of troubles.entries()) {
    const dayOf = (offset: number) => `2026-11-${24 + place * 2 + offset}T12:00:00Z`
    await breaks()
    t.equal((await at(world, dayOf(0))).length, opened, name)
    t.equal((await at(world, dayOf(0))).length, opened, 'and does not try again')
    t.match(await platform.db.read.findOneBy(Plan, { id }), { nextAt: null, haltedBecause: { key } }, name)
    t.match((await platform.db.read.findBy(PlanRun, { planId: id, outcome: 'refused' })).at(-1), { reason: { key } })
    t.equal((await platform.db.read.findBy(Job, { name: 'notify-admins' })).length, place + 1, 'admins are told once')

    await mends()
    await editPlan(as(ana), id, planOf(world, { template: { agentId: ben.id, tasks: ['One'], tags: ['x'] } }), 1 + place)
    opened += 1
    t.equal((await at(world, dayOf(1))).length, opened, `${name}: mended, it goes on with the next date`)
  }
  t.equal((await platform.db.read.query('SELECT COUNT(*) AS n FROM tasks') as Array<{ n: number }>)[0]?.n, opened)
})

inWorld('a rule has its say before the plan does, also when it turns the ticket away', async (t, world) => {
  const { platform, agents, ben } = world
  await withPlan(world, { template: { agentId: ben.id } })
  await withRule(world, { name: 'To Ana', actions: [{ kind: 'set_agent', agentId: agents.ana.id }] })
  await at(world, '2026-11-24T12:00:00Z')
  t.match(await platform.db.read.findOneBy(Ticket, {}), { assigneeId: agents.ana.id })
  await withRule(world, { name: 'No', actions: [{ kind: 'reject', reason: 'Not now' }] })
  t.equal((await at(world, '2026-11-25T12:00:00Z')).length, 1)
  t.match(await platform.db.read.findOneBy(Plan, {}), { haltedBecause: { key: 'tickets.rejected', values: { reason: 'Not now' } } })
})

inWorld('a plan that fails keeps no other back, and holidays that come later count', async (t, world) => {
  const { platform, topics } = world
  await withPlan(world, { name: 'A', template: { subject: 'A', topicId: topics.printing.id, answers: Object.fromEntries((await platform.db.read.query('SELECT id FROM questions WHERE topic_id = ?', [topics.printing.id]) as Array<{ id: number }>).map(({ id }) => [String(id), 'PR-0317'])) } })
  const moving = await withPlan(world, { name: 'B', recurrence: { kind: 'weekly', weekdays: ['wed'], closedDays: 'next' }, template: { subject: 'B' } })
  t.match(moving.nextAt, new Date('2026-11-25T07:00:00Z'))
  await platform.db.transaction(async manager => {
    await manager.query('UPDATE topics SET is_active = 0 WHERE id = ?', [topics.printing.id])
    for (const schedule of await manager.find(Schedule)) await manager.update(Schedule, schedule.id, { openingHours: { ...schedule.openingHours, holidays: [{ day: '2026-11-25' }] } })
  })
  t.same(await at(world, '2026-11-25T12:00:00Z'), [])
  t.match(await platform.db.read.findOneBy(Plan, { id: moving.id }), { nextAt: new Date('2026-11-26T07:00:00Z') })
  t.same(await at(world, '2026-11-26T12:00:00Z'), ['B'])
})

inWorld('a plan is changed by one admin at a time, with an audit line', async (t, world) => {
  const { platform, as, ana } = world
  const plan = await withPlan(world)
  await editPlan(as(ana), plan.id, planOf(world, { recurrence: { ...everyDay, time: '09:30' } }), 1)
  t.match(await platform.db.read.findOneBy(Plan, { id: plan.id }), { nextAt: new Date('2026-11-23T08:30:00Z'), version: 2 })
  await t.rejects(editPlan(as(ana), plan.id, planOf(world), 1), /refusal.stale/)
  t.match(await platform.db.read.findBy(AuditEntry, { subjectType: 'plan' }), [{ action: 'plan.created' }, { action: 'plan.updated' }])
})
