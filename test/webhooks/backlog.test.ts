import { after, day, minute } from '../../src/platform/clock.js'
import type { Transactor } from '../../src/platform/database/database.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { claimDeliveries } from '../../src/webhooks/commands/claim-deliveries.js'
import { forgetDeliveries } from '../../src/webhooks/commands/forget-deliveries.js'
import { sendAgain } from '../../src/webhooks/commands/try-webhook.js'
import { Delivery } from '../../src/webhooks/delivery.entity.js'
import { deliveriesOnPage, listDeliveries } from '../../src/webhooks/delivery.queries.js'
import { refused } from '../support/refused.js'
import { fullScans, planOf, statementsOf } from '../support/statements.js'
import { openSink, withSink, type HookWorld } from './support.js'

const tables = ['webhook_deliveries', 'd']

withSink('however much waits, what is due, what is listed and what is forgotten is found by an index, and little is read', async (t, world) => {
  const { hook, platform, platform: { db, clock } } = world
  const [slow, busy] = [await hook(), await hook({ name: 'Dashboard' })]
  await fill(world, slow.id, 2000, { state: 'waiting', nextTryAt: clock.now() })
  await fill(world, busy.id, 1000, { state: 'delivered', nextTryAt: null })
  await fill(world, busy.id, 20, { state: 'waiting', nextTryAt: clock.now() })
  if (db.engine === 'mysql') await db.transaction(async manager => manager.query('ANALYZE TABLE webhook_deliveries'))

  const works: Record<string, () => Promise<unknown>> = {
    claims: async () => t.same((await claimDeliveries(platform, [], 10)).map(({ webhookId }) => webhookId), [slow.id, busy.id], 'one of each'),
    list: async () => t.equal((await listDeliveries(db.read, busy.id, { state: null, before: null })).length, deliveriesOnPage + 1),
    'list of one state': async () => t.equal((await listDeliveries(db.read, busy.id, { state: 'waiting', before: null })).length, 20),
    forgetting: async () => forgetDeliveries(platform)
  }
  for (const [what, work] of Object.entries(works)) {
    const asked = (await statementsOf(platform, work)).filter(({ sql }) => /^\s*SELECT/i.test(sql) && /webhook_deliveries/.test(sql))
    t.ok(asked.length > 0, `${what} ask`)
    for (const statement of asked) {
      const plan = await planOf(platform, statement)
      t.same(fullScans(plan, tables), [], `${what}: ${plan.join('\n')}`)
      t.same(plan.filter(step => /^(?:Delivery|webhook_deliveries|d)\b.*filesort|^USE TEMP B-TREE FOR ORDER BY$/.test(step)), [], `${what}: ${plan.join('\n')}`)
    }
  }
  t.match(await planOf(platform, { sql: 'SELECT id FROM webhook_deliveries WHERE tried_at < ?', values: [5] }).then(plan => fullScans(plan, tables)), { length: 1 }, 'a scan would be seen')
})

withSink('a month later what is settled is forgotten, some at a time, and what waits stays', async (t, world) => {
  const { hook, platform: { clock, db }, platform } = world
  const { id } = await hook()
  await fill(world, id, 1100, { state: 'delivered', nextTryAt: null })
  await fill(world, id, 3, { state: 'failed', nextTryAt: null })
  await fill(world, id, 2, { state: 'waiting', nextTryAt: null })
  clock.advance(30 * day)
  await fill(world, id, 5, { state: 'delivered', nextTryAt: null })
  await forgetDeliveries(platform)
  t.equal(await db.read.countBy(Delivery, {}), 1110, 'nothing to the day')

  clock.advance(minute)
  const left: number[] = []
  const { engine, read } = db
  const counting: Transactor = { engine, read, transaction: async work => { const done = await db.transaction(work); left.push(await read.countBy(Delivery, {})); return done } }
  await forgetDeliveries({ clock, db: counting })
  t.same(left, [610, 110, 10, 7])
  t.same((await db.read.find(Delivery, { order: { id: 'ASC' } })).map(({ state }) => state), ['waiting', 'waiting', ...Array<string>(5).fill('delivered')])
})

withSink('sent again by hand, nothing overtakes what happened earlier to its ticket', async (t, { ask, as, ana, ben, hook, send, sink, deliveries }) => {
  const { id } = await hook({ types: ['ticket.created', 'ticket.noted'] })
  sink.answer = () => ({ status: 500 })
  const ticket = await ask()
  await addNote(as(ben), { ticketId: ticket.id, text: 'A note' })
  await send()
  const [first, second] = await deliveries() as [Delivery, Delivery]
  t.same([first.attempts, second.attempts, second.nextTryAt], [1, 0, null])
  t.same(await refused(async () => sendAgain(as(ana), id, second.id)), ['webhooks.messages.behind'])
  t.equal(sink.got.length, 1, 'and nothing was sent')

  sink.answer = () => ({ status: 200 })
  await sendAgain(as(ana), id, first.id)
  await send()
  t.same(sink.got.slice(1).map(({ type }) => type), ['ticket.created', 'ticket.noted'])
  await sendAgain(as(ana), id, second.id)
  t.same(sink.got.slice(3).map(({ type }) => type), ['ticket.noted'], 'what came through already is free to go again')
})

withSink('a webhook with a long queue keeps no other from its turn', async (t, world) => {
  const { hook, platform, platform: { clock } } = world
  const other = await openSink(t)
  const slow = await hook()
  await fill(world, slow.id, 50, { state: 'waiting', nextTryAt: clock.now() })
  const quick = await hook({ name: 'Dashboard', url: other.url })
  await fill(world, quick.id, 1, { state: 'waiting', nextTryAt: clock.now() })
  t.same((await claimDeliveries(platform, [], 1)).map(({ webhookId }) => webhookId), [slow.id], 'the oldest first')
  t.same((await claimDeliveries(platform, [slow.id], 1)).map(({ webhookId }) => webhookId), [quick.id])
  t.same(await claimDeliveries(platform, [slow.id, quick.id], 1), [])
})

async function fill ({ platform: { db, clock } }: HookWorld, webhookId: number, count: number, values: Pick<Delivery, 'state' | 'nextTryAt'>): Promise<void> {
  const rows = Array.from({ length: count }, (_each, place) => ({
    ...values, webhookId, eventId: null, ticketId: null, type: 'ticket.created', messageId: `msg_${webhookId}_${place}`, body: '{"type":"ticket.created","data":{}}', attempts: 0,
    status: null, answer: null, trouble: null, tookMs: null, createdAt: after(clock.now(), 0), triedAt: null
  }))
  await db.transaction(async manager => { for (let place = 0; place < count; place += 300) await manager.insert(Delivery, rows.slice(place, place + 300)) })
}
