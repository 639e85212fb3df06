import { day, hour, minute, second } from '../../src/platform/clock.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { claimDeliveries } from '../../src/webhooks/commands/claim-deliveries.js'
import { switchWebhook } from '../../src/webhooks/commands/save-webhook.js'
import { sendDelivery } from '../../src/webhooks/commands/send-delivery.js'
import { nextTry } from '../../src/webhooks/retries.js'
import { WebhookSender } from '../../src/webhooks/webhook-sender.jobs.js'
import { createWebhookSender } from '../../src/worker.js'
import { openSink, withSink } from './support.js'
import t from 'tap'

t.test('tries spread over three days, and then it is given up', async t => {
  let [at, tries] = [new Date(0), 1]
  for (let next = nextTry(tries, at); next !== null; next = nextTry(++tries, at)) {
    t.ok(next > at)
    at = next
  }
  t.equal(tries, 10)
  t.ok(at.getTime() >= 3 * day && at.getTime() < 3.5 * day, `${at.getTime() / day} days`)
})

withSink('a message that fails is tried again, and what comes after it about the ticket waits; other tickets do not', async (t, { ask, as, ben, hook, send, sink, platform, deliveries, webhook }) => {
  const { id } = await hook({ types: ['ticket.created', 'ticket.noted'] })
  const broken = await ask({ subject: 'First' })
  await addNote(as(ben), { ticketId: broken.id, text: 'A note' })
  const other = await ask({ subject: 'Second' })
  sink.answer = ({ ticket }) => ticket === broken.id ? { status: 503, body: 'Not now' } : { status: 200 }
  await send()
  t.same(sink.got.map(({ type, ticket }) => [type, ticket]), [['ticket.created', broken.id], ['ticket.created', other.id]])
  t.match((await deliveries())[0], { state: 'waiting', status: 503, answer: 'Not now', attempts: 1 })
  t.equal((await deliveries())[1]!.nextTryAt, null)

  platform.clock.advance(4 * second)
  await send()
  t.equal(sink.got.length, 2, 'not before its time')
  sink.answer = () => ({ status: 200 })
  platform.clock.advance(3 * second)
  await send()
  t.same(sink.got.slice(2).map(({ type, ticket }) => [type, ticket]), [['ticket.created', broken.id], ['ticket.noted', broken.id]])
  t.equal(sink.got[0]!.headers['webhook-id'], sink.got[2]!.headers['webhook-id'], 'the same message')
  t.equal((await webhook(id)).failingSince, null)
})

withSink('after three days without success it is switched off and admins are told once; switched on it goes on', async (t, { ask, as, ana, hook, send, sink, platform, webhook, deliveries, work }) => {
  const { id } = await hook({ types: ['ticket.created'] })
  await ask()
  sink.answer = () => ({ status: 500 })
  for (let step = 0; step < 90; step++) {
    await send()
    platform.clock.advance(hour)
    if (step === 71) t.equal((await webhook(id)).isActive, true, 'not before three days')
  }
  t.match(await webhook(id), { isActive: false })
  t.match(await deliveries(), [{ state: 'failed' }])
  await work()
  const notices = (await platform.db.read.find(Mail)).filter(({ text }) => text.includes('The webhook Chat room was switched off'))
  t.same(notices.map(({ toAddress }) => toAddress), ['ana@riverside.example'], 'the one admin')
  await ask()
  await send()
  const tries = sink.got.length
  t.ok(tries >= 9 && tries <= 10, `${tries} tries`)

  sink.answer = () => ({ status: 200 })
  await switchWebhook(as(ana), id, true, (await webhook(id)).version)
  const heard = await ask()
  await send()
  t.same(sink.got.slice(tries).map(({ ticket }) => ticket), [heard.id])
  t.match(await webhook(id), { isActive: true, failingSince: null, givenUpAt: null })
})

withSink('a receiver that is gone for good is left alone at once', async (t, { ask, hook, send, sink, webhook, deliveries }) => {
  const { id } = await hook({ types: ['ticket.created'] })
  await ask()
  sink.answer = () => ({ status: 410 })
  await send()
  t.match(await deliveries(), [{ state: 'failed', attempts: 1 }])
  t.match(await webhook(id), { isActive: false })
})

withSink('a redirect is an answer, not a way', async (t, { ask, hook, send, sink, deliveries }) => {
  const inside = await openSink(t)
  for (const status of [301, 302, 303, 307, 308]) {
    sink.answer = () => ({ status, headers: { location: inside.url } })
    await hook({ types: ['ticket.created'] })
    await ask()
    await send()
    t.match((await deliveries()).at(-1), { state: 'waiting', status })
  }
  t.same(inside.got, [])
})

withSink('allowed by its own number, an address may be written in any way', async (t, { ask, hook, send, sink, deliveries }) => {
  await hook({ types: ['ticket.created'], url: sink.url.replace('127.0.0.1', '[::ffff:127.0.0.1]') })
  await hook({ types: ['ticket.created'], url: sink.url })
  await ask()
  await send()
  t.equal(sink.got.length, 2)
  t.match(await deliveries(), [{ state: 'delivered' }, { state: 'delivered' }])
})

withSink('an address that is allowed no longer is refused when its time comes', async (t, { ask, hook, work, sink, deliveries, platform }) => {
  await hook({ types: ['ticket.created'] })
  await ask()
  await work()
  await new WebhookSender({ ...platform, config: { ...platform.config, webhookAllow: [] } }).runDue()
  t.same(sink.got, [])
  t.match(await deliveries(), [{ state: 'waiting', status: null, trouble: /127\.0\.0\.1 is an address of a private network/ }])
})

withSink('a slow receiver holds up neither others nor the jobs', async (t, { ask, hook, work, sink, platform, deliveries }) => {
  const slow = await openSink(t)
  let release = (): void => {}
  const held = new Promise<void>(resolve => { release = resolve })
  slow.answer = async () => { await held; return { status: 200 } }
  await hook({ url: slow.url, types: ['ticket.created'] })
  await hook({ types: ['ticket.created'] })
  const heard = new Promise<void>(resolve => { sink.answer = () => { if (sink.got.length === 3) resolve(); return { status: 200 } } })
  for (let count = 0; count < 3; count++) await ask()
  await work()
  const sender = createWebhookSender(platform)
  sender.start()
  await heard
  t.equal(slow.got.length, 1, 'one at a time')
  t.equal((await deliveries()).filter(({ state }) => state === 'waiting').length >= 3, true)
  release()
  await sender.stop()
  t.match((await deliveries())[0], { state: 'delivered' })
})

withSink('what comes due while a receiver is slow does not wait for it', async (t, { ask, hook, work, sink, platform, deliveries }) => {
  const slow = await openSink(t)
  let release = (): void => {}
  const held = new Promise<void>(resolve => { release = resolve })
  const reached = new Promise<void>(resolve => { slow.answer = async () => { resolve(); await held; return { status: 200 } } })
  await hook({ url: slow.url, types: ['ticket.created'] })
  await ask()
  await work()
  const sender = new WebhookSender(platform, { idleMs: 5 })
  sender.start()
  await reached

  await hook({ types: ['ticket.created'] })
  const heard = new Promise<void>(resolve => { sink.answer = () => { resolve(); return { status: 200 } } })
  await ask()
  await work()
  await heard
  t.match((await deliveries())[0], { state: 'waiting', attempts: 0 }, 'the slow one is still at it')
  release()
  await sender.stop()
})

withSink('several senders send a message once', async (t, { ask, hook, work, sink, platform }) => {
  for (let count = 0; count < 4; count++) await hook({ types: ['ticket.created', 'ticket.assigned'] })
  for (let count = 0; count < 5; count++) await ask()
  await work()
  await Promise.all([1, 2, 3].map(async () => createWebhookSender(platform).runDue()))
  const ids = sink.got.map(({ headers }) => headers['webhook-id'])
  t.equal(ids.length, new Set(ids).size)
  t.ok(ids.length >= 20)
})

withSink('a sender that dies after it took a message loses nothing, and one that is beaten writes nothing', async (t, { ask, as, ben, hook, work, send, sink, platform, deliveries }) => {
  await hook({ types: ['ticket.created', 'ticket.assigned'] })
  const ticket = await ask()
  await assignTicket(as(ben), { ticketId: ticket.id, agentId: ben.id })
  await work()
  const [claimed] = await claimDeliveries(platform, [], 10)
  await send()
  t.same(sink.got, [], 'it is taken')
  platform.clock.advance(2 * minute)
  await send()
  t.ok(sink.got.length >= 1)
  const before = await deliveries()
  await sendDelivery(platform, claimed!.id)
  t.same(await deliveries(), before, 'what is settled is not sent again')
})
