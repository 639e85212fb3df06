import { Department } from '../../src/departments/department.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { notifyOfEvent } from '../../src/notifications/notify.jobs.js'
import { Person } from '../../src/accounts/person.entity.js'
import { replyTokenOf } from '../../src/notifications/reply-token.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { Participant } from '../../src/tickets/participant.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import type { World } from '../support/world.js'
import { mailOf, withMail } from './sent-mail.js'

const takeCopies = async ({ platform, departments }: World) => platform.db.transaction(async manager => manager.update(Department, { id: departments.it.id }, { takesCopies: true }))
const whoTakesPart = async ({ platform }: World, ticketId: number): Promise<string[]> => {
  const participants = await platform.db.read.findBy(Participant, { ticketId })
  return (await Promise.all(participants.map(async ({ personId }) => platform.db.read.findOneByOrFail(Person, { id: personId })))).map(({ email }) => email).sort()
}
const tellOfAll = async ({ platform }: World): Promise<void> => { for (const { id } of await platform.db.read.find(TicketEvent, { order: { id: 'ASC' } })) await notifyOfEvent(platform, { eventId: id }) }

withMail('people in copy take part where the department allows it, silently, and hear of the first answer', async (t, world, send) => {
  const { platform, as, ana } = world
  const copied = { To: 'it@riverside.example, Jonas <jonas@post.example>', Cc: 'lea@post.example, it+x@riverside.example, help@riverside.example, ben@riverside.example, noreply@post.example, maria@riverside.example, broken@' }
  const closed = await send(mailOf(copied))
  t.same(await whoTakesPart(world, closed.ticketId!), [], 'not by itself')

  await takeCopies(world)
  const { ticketId } = await send(mailOf(copied))
  t.same(await whoTakesPart(world, ticketId!), ['jonas@post.example', 'lea@post.example'], 'neither our own addresses nor agents nor machines')
  await tellOfAll(world)
  t.equal(await platform.db.read.countBy(Mail, { toAddress: 'jonas@post.example' }), 0)
  await replyToTicket(as(ana), { ticketId: ticketId!, text: 'Soon.', outcome: 'open', version: null, atOnce: true })
  await tellOfAll(world)
  t.same((await platform.db.read.findBy(Mail, { template: 'new_reply' })).map(({ toAddress }) => toAddress).sort(), ['jonas@post.example', 'lea@post.example', 'maria@riverside.example'])

  const { number } = await platform.db.read.findOneByOrFail(Ticket, { id: ticketId! })
  t.match(await send(mailOf({ From: 'lea@post.example', Cc: 'friend@post.example', Subject: `[${number}]` })), { outcome: 'message', ticketId })
  t.same(await whoTakesPart(world, ticketId!), ['jonas@post.example', 'lea@post.example'], 'who takes part brings nobody along')
  await send(mailOf({ Cc: 'Tom <tom@post.example>, jonas@post.example', Subject: `[${number}]` }))
  t.same(await whoTakesPart(world, ticketId!), ['jonas@post.example', 'lea@post.example', 'tom@post.example'], 'the requester does')
  const mark = replyTokenOf(platform.signer, ticketId!, { reader: 'agent', readerId: ana.id })
  await send(mailOf({ From: ana.email, Cc: 'supplier@post.example' }, 'Can you help?'), [`it+t${mark}@riverside.example`])
  await send(mailOf({ From: ana.email, Cc: 'hidden@post.example' }, '#note Only for us.'), [`it+t${mark}@riverside.example`])
  t.ok((await whoTakesPart(world, ticketId!)).includes('supplier@post.example'), 'and an agent who answers')
  t.notOk((await whoTakesPart(world, ticketId!)).includes('hidden@post.example'), 'but not by a note')
})

withMail('a mailing makes nobody take part, and a ticket never has more than its twenty', async (t, world, send) => {
  await takeCopies(world)
  const many = (count: number, from: number) => Array.from({ length: count }, (_, place) => `p${from + place}@post.example`).join(', ')
  const mailing = await send(mailOf({ Cc: many(200, 0) }))
  t.match(mailing, { state: 'done', outcome: 'ticket' })
  t.same(await whoTakesPart(world, mailing.ticketId!), [])
  const automatic = await send(mailOf({ 'Auto-Submitted': 'auto-generated', Cc: many(2, 0) }))
  t.same(await whoTakesPart(world, automatic.ticketId!), [], 'nor does a machine bring anybody')

  const { ticketId } = await send(mailOf({ Cc: many(10, 0) }))
  const { number } = await world.platform.db.read.findOneByOrFail(Ticket, { id: ticketId! })
  for (const from of [10, 18, 30]) t.match(await send(mailOf({ Cc: many(8, from), Subject: `[${number}]` }, `Round ${from}`)), { state: 'done', outcome: 'message' })
  t.equal((await whoTakesPart(world, ticketId!)).length, 20)
})

const inline = 'Please take care of this.\n\n---------- Forwarded message ---------\nFrom: Rosa Lind <rosa@post.example>\nDate: Mon, Nov 23, 2026 at 8:00 AM\nSubject: No heating\nTo: Ana <ana@riverside.example>\n\nIt is cold in here.\n\nRosa'

withMail('what an agent forwards becomes the ticket of whoever wrote it, with the guess shown', async (t, { platform, ana }, send) => {
  const done = await send(mailOf({ From: `Ana <${ana.email}>`, Subject: 'Fwd: No heating' }, inline))
  t.match(done, { outcome: 'ticket', reason: { key: 'inbox.reason.forwarded', values: { name: 'Rosa Lind' } } })
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { id: done.ticketId! })
  t.equal(ticket.subject, 'No heating')
  t.match(await platform.db.read.findOneByOrFail(Person, { id: ticket.requesterId }), { email: 'rosa@post.example', name: 'Rosa Lind' })
  t.match(await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: ticket.id, kind: 'message' }), { text: 'It is cold in here.\n\nRosa', authorName: 'Rosa Lind' })
  t.match(await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: ticket.id, kind: 'note' }), { text: /Ana forwarded this mail\. That Rosa Lind <rosa@post\.example> wrote it first is a guess[\s\S]*Please take care of this\.[\s\S]*It is cold in here\./ })
  t.match((await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: ticket.id, name: 'created' })).details.silentTo, ['requester'], 'nobody is written to on the word of an address')
})

const passed = { 'Authentication-Results': 'mx.riverside.example; dmarc=pass header.from=riverside.example' }
withMail('whoever is forwarded by an agent for certain gets a receipt, also of a mail that was attached', async (t, { platform, ana }, send) => {
  const done = await send(mailOf({ From: ana.email, Subject: 'WG: No heating', ...passed }, inline))
  t.notOk((await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: done.ticketId!, name: 'created' })).details.silentTo)

  const attached = ['--b', 'Content-Type: message/rfc822', 'Content-Disposition: attachment', '', 'From: Otto <otto@post.example>', 'Subject: The door', 'Message-ID: <otto@post.example>', 'Content-Type: text/plain', '', 'It is stuck.', '--b--'].join('\n')
  const second = await send(mailOf({ From: ana.email, Subject: 'Fwd: The door', 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b', ...passed }, attached))
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { id: second.ticketId! })
  t.match(await platform.db.read.findOneByOrFail(Person, { id: ticket.requesterId }), { email: 'otto@post.example' })
  t.match(await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: ticket.id, kind: 'message' }), { text: 'It is stuck.' })
}, { INBOX_AUTHSERV: 'mx.riverside.example' })

withMail('only an agent forwards for others', async (t, { platform, ana, ben }, send) => {
  const senders = [mailOf({ Subject: 'Fwd: No heating' }, inline), mailOf({ From: ana.email, Subject: 'Fwd: Mine' }, inline.replace('rosa@post.example', ben.email)), mailOf({ From: ana.email, Subject: 'Fwd: Ours' }, inline.replace('rosa@post.example', 'it@riverside.example'))]
  for (const raw of senders) {
    const done = await send(raw)
    const { requesterId } = await platform.db.read.findOneByOrFail(Ticket, { id: done.ticketId! })
    t.equal((await platform.db.read.findOneByOrFail(Person, { id: requesterId })).email, done.fromAddress)
  }
})
