import { createTransport } from 'nodemailer'
import { releaseMessage } from '../../src/inbox/commands/release-message.js'
import { IncomingMessage } from '../../src/inbox/incoming-message.entity.js'
import { openListener } from '../../src/inbox/listener.jobs.js'
import { mostReceipts } from '../../src/inbox/message-facts.queries.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { hour, minute } from '../../src/platform/clock.js'
import { Worker } from '../../src/platform/jobs/worker.js'
import { openTransport } from '../../src/platform/mail/transport.js'
import { Setting } from '../../src/settings/setting.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { createJobHandlers } from '../../src/worker.js'
import { createWorld, inWorld, type World } from '../support/world.js'
import { mailOf, withMail } from './sent-mail.js'

const notices = async ({ platform }: World): Promise<Mail[]> => {
  await new Worker(platform, { handlers: createJobHandlers(platform, null), timers: {} }).runDue()
  return platform.db.read.findBy(Mail, { template: 'admin_notice' })
}

withMail('two machines that write to each other in one ticket are stopped, and admins hear of it once', async (t, world, send) => {
  const { platform, ask, as, ana } = world
  const ticket = await ask()
  const answer = async (round: number) => send(mailOf({ Subject: `Re: [${ticket.number}]` }, `I am away, ${round}.`))
  for (let round = 0; round < 20; round += 1) t.match(await answer(round), { outcome: 'message' })
  const [held] = [await answer(20), await answer(21), await answer(22)]
  t.match(held, { state: 'quarantined', reason: { key: 'inbox.reason.too_many_in_ticket' } })
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: ticket.id }), 21)
  t.match(await notices(world), [{ toAddress: ana.email, text: /maria@riverside\.example wrote so many mails into #26-000001/ }])
  await answer(23)
  t.equal((await notices(world)).length, 1, 'told once')

  await releaseMessage(as(ana), held!.id, held!.version)
  await notices(world)
  t.match(await platform.db.read.findOneByOrFail(IncomingMessage, { id: held!.id }), { state: 'done', outcome: 'message', ticketId: ticket.id }, 'what an admin releases goes where it belongs')
  t.match(await send(mailOf({ From: 'tobias@riverside.example' })), { outcome: 'ticket' }, 'others are let in meanwhile')
  platform.clock.advance(hour + minute)
  t.match(await answer(24), { outcome: 'message' })
})

withMail('a sender who begins too many tickets is stopped, and admins hear of it once', async (t, world, send) => {
  for (let round = 0; round < 30; round += 1) await send(mailOf({}))
  for (let round = 0; round < 3; round += 1) t.match(await send(mailOf({})), { state: 'quarantined', reason: { key: 'inbox.reason.too_many' } })
  t.match((await notices(world)).map(({ text }) => text), [/maria@riverside\.example began so many tickets/])
})

withMail('in a flood every mail becomes a ticket, and none a receipt', async (t, world, send) => {
  const { platform } = world
  await platform.db.transaction(async manager => {
    const at = platform.clock.now().getTime()
    for (let place = 0; place < mostReceipts; place += 1) await manager.query("INSERT INTO incoming_messages (door, fingerprint, origin_key, sha256, size, envelope_to, state, outcome, problems, received_at, version) VALUES ('smtp', ?, ?, ?, 1, '[]', 'done', 'ticket', '[]', ?, 1)", ['0'.repeat(64), `smtp:${place}`, '0'.repeat(64), at])
  })
  const silent = async (ticketId: number | null) => (await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: ticketId!, name: 'created' })).details.silentTo
  t.same(await silent((await send(mailOf({}))).ticketId), ['requester'])
  await send(mailOf({ From: 'tobias@riverside.example' }))
  t.match((await notices(world)).map(({ text }) => text), [/More than 500 tickets came by mail/])
  platform.clock.advance(hour + minute)
  t.notOk(await silent((await send(mailOf({ From: 'lea@riverside.example' }))).ticketId), 'an hour later all is as before')
})

inWorld('two desks that write to each other by SMTP exchange one automatic answer at most', async (t, here) => {
  const there = await createWorld('sqlite')
  t.teardown(async () => there.platform.close())
  await there.platform.db.transaction(async manager => {
    const { value } = await manager.findOneByOrFail(Setting, { name: 'organisation' })
    await manager.update(Setting, { name: 'organisation' }, { value: { ...value as object, mailAddress: 'help@lakeside.example' } })
    await manager.update(Department, { id: there.departments.it.id }, { mailAddress: 'it@lakeside.example' })
  })
  const sides = await Promise.all([here, there].map(async ({ platform }) => ({ platform, listener: await openListener(platform, 'smtp://127.0.0.1:0') })))
  const [ours, theirs] = sides as [typeof sides[0], typeof sides[0]]
  const ways = [openTransport(`smtp://127.0.0.1:${theirs.listener.port}`), openTransport(`smtp://127.0.0.1:${ours.listener.port}`)]
  const workers = sides.map(({ platform }, place) => new Worker(platform, { handlers: createJobHandlers(platform, ways[place]!), timers: {} }))
  const first = createTransport({ host: '127.0.0.1', port: ours.listener.port, ignoreTLS: true })
  t.teardown(async () => { first.close(); for (const way of ways) way?.close(); for (const { listener } of sides) await listener.close() })

  await first.sendMail({ from: 'it@lakeside.example', to: 'it@riverside.example', subject: 'Hello', text: 'Who are you?' })
  for (let round = 0; round < 10; round += 1) {
    for (const worker of workers) await worker.runDue()
    for (const { platform } of sides) platform.clock.advance(minute)
  }
  const crossed = [await here.platform.db.read.countBy(Mail, { toAddress: 'it@lakeside.example' }), await there.platform.db.read.countBy(Mail, { toAddress: 'it@riverside.example' })]
  t.same(crossed, [1, 0])
  t.match(await there.platform.db.read.findOneByOrFail(IncomingMessage, { door: 'smtp' }), { state: 'done', outcome: 'automatic' }, 'the receipt came and was answered by nobody')
})
