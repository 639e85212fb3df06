import { Webhook as Standard } from 'standardwebhooks'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { transferTicket } from '../../src/tickets/commands/transfer-ticket.js'
import { withdrawReply } from '../../src/tickets/commands/withdraw-reply.js'
import { renewSecret, removeWebhook, switchWebhook } from '../../src/webhooks/commands/save-webhook.js'
import { hour, minute } from '../../src/platform/clock.js'
import { withSink } from './support.js'

withSink('a program is told what happens, in order, signed so that a stranger to this code can check it', async (t, { ask, as, ben, hook, send, sink, platform, deliveries, webhook }) => {
  platform.clock.set(new Date())
  await ask({ subject: 'Before its time' })
  const { id, secret } = await hook()
  const ticket = await ask({ subject: 'Ünïcode — 日本' })
  await assignTicket(as(ben), { ticketId: ticket.id, agentId: ben.id })
  await addNote(as(ben), { ticketId: ticket.id, text: 'Looks like the directory.' })
  await replyToTicket(as(ben), { ticketId: ticket.id, text: 'Solved, I hope.', outcome: 'resolved', version: null })
  platform.clock.advance(minute)
  await send()

  const told = sink.got.map(({ type }) => type)
  t.same(told.filter(type => type !== 'ticket.changed'), ['ticket.created', 'ticket.assigned', 'ticket.resumed', 'ticket.noted', 'ticket.replied', 'ticket.resolved'])
  t.ok(sink.got.every(({ ticket: about }) => about === ticket.id), 'and nothing of what was before')
  for (const { body, headers } of sink.got) {
    t.doesNotThrow(() => new Standard(secret).verify(body, headers))
    t.throws(() => new Standard(secret).verify(body.replace('ticket', 'Ticket'), headers), 'nothing can be changed on the way')
  }
  t.equal(new Set(sink.got.map(({ headers }) => headers['webhook-id'])).size, sink.got.length)
  const [created] = sink.got.map(({ body }) => JSON.parse(body) as { timestamp: string, data: { event: { name: string }, entry: { text: string }, ticket: { subject: string, number: string } } })
  t.match(created, { data: { event: { name: 'created' }, entry: { text: 'My password is not accepted since this morning.' }, ticket: { subject: 'Ünïcode — 日本', number: ticket.number } } })
  t.match((await deliveries())[0], { state: 'delivered', status: 204, attempts: 1, trouble: null })
  t.equal((await webhook(id)).failingSince, null)

  sink.got.length = 0
  await send()
  t.same(sink.got, [], 'nothing is told twice')
})

withSink('a webhook is told only what it waits for, of its departments', async (t, { ask, as, ben, hook, send, sink, departments, topics }) => {
  await hook({ types: ['ticket.replied', 'ticket.transferred'], departmentIds: [departments.facilities.id] })
  const elsewhere = await ask()
  const here = await ask({ topicId: topics.heating.id })
  t.not(elsewhere.departmentId, here.departmentId)
  await addNote(as(ben), { ticketId: elsewhere.id, text: 'Nobody’s business.' })
  await transferTicket(as(ben), { ticketId: elsewhere.id, departmentId: departments.facilities.id, reason: 'A door.' })
  await send()
  t.same(sink.got.map(({ type, ticket }) => [type, ticket]), [['ticket.transferred', elsewhere.id]])
})

withSink('an answer is told when it leaves, and one that is taken back is never told', async (t, { ask, as, ben, hook, send, sink, platform }) => {
  await hook({ types: ['ticket.replied', 'ticket.noted'] })
  const ticket = await ask()
  const first = await replyToTicket(as(ben), { ticketId: ticket.id, text: 'Too quick.', outcome: 'open', version: null })
  await addNote(as(ben), { ticketId: ticket.id, text: 'A note after it.' })
  await send()
  t.same(sink.got, [], 'what was said after it waits too')

  await withdrawReply(as(ben), { ticketId: ticket.id, entryId: first.id })
  await replyToTicket(as(ben), { ticketId: ticket.id, text: 'Better.', outcome: 'open', version: null })
  await send()
  t.same(sink.got.map(({ type }) => type), ['ticket.noted'])
  platform.clock.advance(minute)
  await send()
  t.same(sink.got.map(({ type }) => type), ['ticket.noted', 'ticket.replied'])
  t.notMatch(sink.got.map(({ body }) => body).join(), /Too quick/)
})

withSink('a new secret and the one before sign together for a day', async (t, { ask, as, ana, hook, send, sink, platform }) => {
  platform.clock.set(new Date())
  const { id, secret } = await hook({ types: ['ticket.created'] })
  const renewed = await renewSecret(as(ana), id, 1)
  await ask()
  await send()
  for (const each of [secret, renewed]) t.doesNotThrow(() => new Standard(each).verify(sink.got[0]!.body, sink.got[0]!.headers))

  platform.clock.advance(24 * hour + minute)
  await ask()
  await send()
  const last = sink.got.at(-1)!
  t.equal(sink.got.length, 2)
  t.match(last.headers['webhook-signature'], /^v1,[\w+/=]{44}$/, 'one signature')
  t.notOk(sink.got[0]!.headers['webhook-signature']!.split(' ')[1]! === last.headers['webhook-signature'])
})

withSink('switched off a webhook hears nothing, switched on again nothing of the time between, and removed nothing at all', async (t, { ask, as, ana, hook, send, sink, deliveries }) => {
  const { id } = await hook({ types: ['ticket.created'] })
  await switchWebhook(as(ana), id, false, 1)
  await ask()
  await send()
  await switchWebhook(as(ana), id, true, 2)
  const heard = await ask()
  await send()
  t.same(sink.got.map(({ ticket }) => ticket), [heard.id])
  await ask()
  await removeWebhook(as(ana), id, 3)
  await send()
  t.equal(sink.got.length, 1)
  t.same(await deliveries(), [], 'what it was told goes with it')
})
