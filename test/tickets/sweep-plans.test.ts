import { system } from '../../src/platform/actor.js'
import { after, day, minute } from '../../src/platform/clock.js'
import { withActor, type Platform } from '../../src/platform/context.js'
import { Rule } from '../../src/rules/rule.entity.js'
import { runTimeRules } from '../../src/rules/commands/run-time-rules.js'
import { emptyBin } from '../../src/tickets/commands/clean-tickets.js'
import { closeSolvedTickets, followUpClosedTickets, remindOfClosing, returnUntouchedTickets, wakeTicketsOnHold } from '../../src/tickets/commands/run-ticket-timers.js'
import { sweepTargets } from '../../src/tickets/commands/sweep-targets.js'
import { Segment } from '../../src/tickets/segment.entity.js'
import { Target } from '../../src/tickets/target.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { fullScans, planOf, statementsOf } from '../support/statements.js'
import { inWorld, type World } from '../support/world.js'

const big = ['tickets', 'targets', 'ticket_segments', 'ticket_events', 'thread_entries']
const sweeps: Record<string, (platform: Platform) => Promise<unknown>> = {
  'promises and steps': async platform => sweepTargets(withActor(platform, system)),
  'rules of time': runTimeRules,
  'tickets on hold': wakeTicketsOnHold,
  'solved tickets': closeSolvedTickets,
  reminders: remindOfClosing,
  'follow-ups': followUpClosedTickets,
  'untouched tickets': returnUntouchedTickets,
  'the bin': emptyBin
}

inWorld('no sweep reads a table from end to end to find what is due', async (t, world) => {
  await fillDesk(world, 3000)
  const { platform } = world
  for (const [name, sweep] of Object.entries(sweeps)) {
    const asked = (await statementsOf(platform, async () => sweep(platform))).filter(({ sql }) => /^\s*SELECT/i.test(sql))
    t.ok(asked.length > 0, `${name} ask something`)
    for (const statement of asked) t.same(fullScans(await planOf(platform, statement), big), [], `${name}: ${statement.sql.replace(/\s+/g, ' ').slice(0, 120)}`)
  }
})

inWorld('a scan would be seen', async (t, world) => {
  await fillDesk(world, 300)
  t.not(fullScans(await planOf(world.platform, { sql: "SELECT id FROM tickets WHERE subject LIKE '%a%'", values: [] }), big).length, 0)
  t.not(fullScans(await planOf(world.platform, { sql: 'SELECT id FROM targets WHERE used_ms > ?', values: [5] }), big).length, 0)
})

/** One in ten tickets is active, as on a desk in use; nothing is due at the moment. */
async function fillDesk (world: World, count: number): Promise<void> {
  const { platform } = world
  const { id: _ticket, ...ticket } = await world.ask()
  const { id: _target, ...target } = await platform.db.read.findOneByOrFail(Target, { ticketId: _ticket, kind: 'resolution' })
  const now = platform.clock.now()
  const made = Array.from({ length: count }, (_each, place) => ({ id: _ticket + 1 + place, isActive: place % 10 === 0, at: after(now, -place * minute) }))
  await platform.db.transaction(async manager => {
    for (let place = 0; place < count; place += 300) {
      const part = made.slice(place, place + 300)
      await manager.insert(Ticket, part.map(({ id, isActive, at }) => ({ ...ticket, id, number: `S-${id}`, formKey: null, state: isActive ? 'open' : 'closed', activeAt: at, createdAt: at, closedAt: isActive ? null : at })))
      await manager.insert(Segment, part.map(({ id, isActive, at }) => ({ ticketId: id, state: isActive ? 'open' as const : 'closed' as const, waitingOn: null, statusId: null, statusClock: null, startedAt: at, endedAt: null })))
      await manager.insert(Target, part.map(({ id, isActive, at }) => ({ ...target, ticketId: id, ...(isActive ? { dueAt: after(now, day), nextStepAt: after(now, day) } : { runningSince: null, dueAt: null, nextStepAt: null, metAt: at }) })))
    }
    await manager.insert(Rule, { name: 'Silence', trigger: 'time', position: 1, conditions: { match: 'all', parts: [] }, actions: [{ kind: 'add_tags', tags: ['silent'] }], stops: false, timing: { span: '30 days', side: 'after', of: 'active_at' }, sweptTo: after(now, -10 * day), isActive: true, createdAt: now, version: 1 })
    if (platform.db.engine === 'mysql') await manager.query('ANALYZE TABLE tickets, targets, ticket_segments')
  })
}
