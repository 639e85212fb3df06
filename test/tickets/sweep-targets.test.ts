import type { Test } from 'tap'
import { after, minute } from '../../src/platform/clock.js'
import { system } from '../../src/platform/actor.js'
import { withActor } from '../../src/platform/context.js'
import { alarms, sweepTargets } from '../../src/tickets/commands/sweep-targets.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { Target } from '../../src/tickets/target.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import type { Ticket } from '../../src/tickets/ticket.entity.js'
import { inWorld, type World } from '../support/world.js'

const berlin = (text: string) => new Date(`2026-11-${text}:00+01:00`)
const sweep = async ({ platform }: World, time: Date) => { platform.clock.set(time); return sweepTargets(withActor(platform, system)) }

async function toldOf ({ platform }: World, { id }: Ticket): Promise<string[]> {
  const events = await platform.db.read.find(TicketEvent, { where: { ticketId: id }, order: { id: 'ASC' } })
  return events.filter(({ name }) => name.startsWith('target_')).map(({ name, details }) => `${name} ${String(details.kind)}`)
}

inWorld('a promise is warned of once, missed once, and then left alone', async (t, world) => {
  const ticket = await world.ask()

  t.equal(await sweep(world, berlin('23T11:59')), 0)
  t.equal(await sweep(world, berlin('23T12:00')), 1, 'three of four hours are used')
  t.equal(await sweep(world, berlin('23T13:30')), 0, 'to the minute is not late')
  t.equal(await sweep(world, berlin('23T13:31')), 1)
  t.equal(await sweep(world, berlin('23T16:00')), 0)
  t.same(await toldOf(world, ticket), ['target_warned first_response', 'target_breached first_response'])

  const target = await world.platform.db.read.findOneByOrFail(Target, { ticketId: ticket.id, kind: 'first_response' })
  t.match(target, { takenSteps: [{ key: 'warn', at: berlin('23T12:00').getTime() }], nextStepAt: null, breachedAt: berlin('23T13:31'), dueAt: berlin('23T13:30') }, 'it stays due')
})

inWorld('after a long sleep only what was missed is told, and answered tickets are not', async (t, world) => {
  const missed = await world.ask()
  const answered = await world.ask({ subject: 'Another door' })
  world.platform.clock.set(berlin('23T10:00'))
  await replyToTicket(world.as(world.ana), { ticketId: answered.id, text: 'It is open now.', outcome: 'waiting', version: null })

  t.equal(await sweep(world, berlin('30T09:00')), 2)
  t.same(await toldOf(world, missed), ['target_breached first_response', 'target_breached resolution'])
  t.same(await toldOf(world, answered), [])
})

inWorld('several workers that sweep at once tell each thing once', async (t, world) => {
  const tickets = [await world.ask(), await world.ask({ subject: 'Two' }), await world.ask({ subject: 'Three' })]
  world.platform.clock.set(berlin('23T13:40'))
  const ctx = withActor(world.platform, system)

  const counts = await Promise.all([sweepTargets(ctx), sweepTargets(ctx), sweepTargets(ctx)])
  t.equal(counts.reduce((sum, count) => sum + count), 3)
  for (const ticket of tickets) t.same(await toldOf(world, ticket), ['target_breached first_response'])
})

inWorld('a sweep reads by index, however many promises there are', async (t, world) => {
  const ticket = await world.ask()
  const now = world.platform.clock.now()
  const template = await world.platform.db.read.findOneByOrFail(Target, { ticketId: ticket.id, kind: 'resolution' })
  await world.platform.db.transaction(async manager => {
    for (let batch = 0; batch < 10; batch++) {
      await manager.insert(Target, Array.from({ length: 400 }, (_, place) => makeTarget(template, now, batch * 400 + place)))
    }
    if (world.platform.db.engine === 'mysql') await manager.query('ANALYZE TABLE targets')
  })

  await checkPlan(t, world, alarms.missed, 'ix_targets_breached_at_due_at')
  await checkPlan(t, world, alarms.steps, 'ix_targets_next_step_at')
})

/** Most promises of a desk in use are kept; some run, a few are missed and told. */
function makeTarget (template: Target, now: Date, place: number): Partial<Target> {
  const { id: _, ...row } = template
  const isKept = place % 10 !== 0
  const isTold = place % 50 === 0
  return {
    ...row,
    runningSince: isKept ? null : now,
    dueAt: isKept ? null : after(now, (isTold ? -1 : 1) * place * minute),
    nextStepAt: isKept || isTold ? null : after(now, place * minute / 2),
    metAt: isKept ? now : null,
    breachedAt: isTold ? now : null
  }
}

async function checkPlan (t: Test, { platform }: World, query: string, index: string): Promise<void> {
  const now = platform.clock.now().getTime()
  const isMysql = platform.db.engine === 'mysql'
  const plan = await platform.db.read.query(`${isMysql ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN'} ${query}`, [0, now, 0, 0]) as Array<Record<string, unknown>>
  if (isMysql) t.match(plan, [{ type: 'range', key: index }])
  else t.match(plan.map(({ detail }) => detail).join('; '), `SEARCH targets USING INDEX ${index}`)
  t.notMatch(JSON.stringify(plan), /filesort|TEMP B-TREE/, 'and in the order of the index')
}
