import { Mail } from '../../src/notifications/mail.entity.js'
import { replyTokenOf } from '../../src/notifications/reply-token.js'
import { takeMessage } from '../../src/inbox/commands/take-message.js'
import { day, hour } from '../../src/platform/clock.js'
import { Worker } from '../../src/platform/jobs/worker.js'
import { Attachment } from '../../src/tickets/attachment.entity.js'
import { acceptSolution } from '../../src/tickets/commands/answer-solution.js'
import { mergeTicket } from '../../src/tickets/commands/merge-ticket.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketLink } from '../../src/tickets/ticket-link.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { notifyOfEvent } from '../../src/notifications/notify.jobs.js'
import { createJobHandlers } from '../../src/worker.js'
import { mailOf, withMail } from './sent-mail.js'

withMail('a mail becomes a ticket of the department that it was sent to, with its words and files', async (t, { platform, departments }, send) => {
  const raw = Buffer.from('From: Maria <maria@riverside.example>\r\nTo: it@riverside.example\r\nSubject: Printer\r\nMessage-ID: <p@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt prints blank pages.\r\n\r\n-- \r\nMaria\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=page.pdf\r\n\r\nx\r\n--b--\r\n')
  const done = await send(raw)
  t.match(done, { state: 'done', outcome: 'ticket', fromAddress: 'maria@riverside.example', subject: 'Printer', messageId: '<p@x.example>', reason: { key: 'inbox.reason.new' } })
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { id: done.ticketId ?? 0 })
  t.match(ticket, { subject: 'Printer', source: 'email', departmentId: departments.it.id })
  const entry = await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: ticket.id })
  t.match(entry, { kind: 'message', authorName: 'Maria', source: 'email', messageId: '<p@x.example>' })
  t.match(entry.text, /It prints blank pages\.[\s\S]*Maria/, 'every word is kept')
  t.match(entry.parts?.map(({ kind }) => kind), ['written', 'signature'])
  t.match(await platform.db.read.findBy(Attachment, { ticketId: ticket.id }), [{ name: 'page.pdf', entryId: entry.id }])
})

withMail('the same mail twice is one', async (t, { platform }, send) => {
  const raw = mailOf({ 'Message-ID': '<once@x.example>' })
  const first = await send(raw)
  const again = await takeMessage(platform, Buffer.from(`Received: from elsewhere\r\n${raw.toString()}`), { door: 'pipe' })
  t.same(again, { id: first.id, isNew: false })
  const other = await send(mailOf({ 'Message-ID': '<once@x.example>' }, 'Other words'))
  t.not(other.id, first.id, 'the same Message-ID over other words is another mail')
  t.equal(await platform.db.read.count(Ticket), 2)
})

withMail('an answer finds its ticket by the signed mark, by what it answers, and by its number', async (t, world, send) => {
  const { platform, ask, person } = world
  const ticket = await ask()
  const maria = await person('Maria')
  const token = replyTokenOf(platform.signer, ticket.id, { reader: 'person', readerId: maria.id })
  t.match(await send(mailOf({ Subject: 'Re: whatever' }), [`it+t${token}@riverside.example`]), { outcome: 'message', ticketId: ticket.id, reason: { key: 'inbox.reason.by_token' } })

  const created = await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: ticket.id, name: 'created' })
  await notifyOfEvent(platform, { eventId: created.id })
  const { messageId } = await platform.db.read.findOneByOrFail(Mail, { ticketId: ticket.id, template: 'request_received' })
  t.match(await send(mailOf({ 'In-Reply-To': messageId })), { outcome: 'message', ticketId: ticket.id })
  const first = await send(mailOf({ Subject: `Again [#${ticket.number}]`, 'Message-ID': '<first@x.example>' }))
  t.match(first, { outcome: 'message', reason: { key: 'inbox.reason.by_number' } })
  t.match(await send(mailOf({ References: '<unknown@x> <first@x.example>' })), { outcome: 'message', reason: { key: 'inbox.reason.by_reference' } })
  t.match(await send(mailOf({ Subject: `AW: I cannot sign in [${ticket.number}]` })), { outcome: 'message', reason: { key: 'inbox.reason.by_number' } }, 'the number as it stands in our own subjects')
  t.equal(await platform.db.read.count(Ticket), 1)
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: ticket.id }), 6)
})

withMail('a stranger gets into no thread, whatever the mail carries', async (t, world, send) => {
  const { platform, ask, person } = world
  const ticket = await ask()
  const other = await ask({ requester: { name: 'Tobias', email: 'tobias@riverside.example' }, subject: 'Mine' })
  const token = replyTokenOf(platform.signer, ticket.id, { reader: 'person', readerId: (await person('Maria')).id })
  const attacks = [
    [mailOf({ From: 'Eve <eve@evil.example>', Subject: `Re: [#${ticket.number}]` }), []],
    [mailOf({ From: 'Eve <eve@evil.example>' }), [`it+t${token}@riverside.example`]],
    [mailOf({ From: 'Eve <eve@evil.example>' }), [`it+t${token.slice(0, -1)}a@riverside.example`]],
    [mailOf({ From: 'Tobias <tobias@riverside.example>', Subject: `[#${ticket.number}]` }), [`it+t${token}@riverside.example`]],
    [mailOf({ From: 'eve@evil.example', 'In-Reply-To': `<t${ticket.id}.${token}@localhost>` }), []]
  ] as const
  for (const [raw, to] of attacks) {
    const done = await send(raw, [...to])
    t.equal(done.outcome, 'ticket')
    t.not(done.ticketId, ticket.id)
  }
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: ticket.id }), 1)
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: other.id }), 1)
  t.match(await platform.db.read.findOneBy(ThreadEntry, { kind: 'note' }), { text: new RegExp(`may belong to #${ticket.number}`) })
})

withMail('an agent answers by mail with the mark of a mail that was written to that agent, and not by an address alone', async (t, world, send) => {
  const { platform, ask, ana } = world
  const ticket = await ask()
  const token = replyTokenOf(platform.signer, ticket.id, { reader: 'agent', readerId: ana.id })
  const forged = await send(mailOf({ From: `Ana <${ana.email}>`, Subject: `[#${ticket.number}]` }, 'Send me the passwords.'))
  t.match(forged, { state: 'quarantined', outcome: null, reason: { key: 'inbox.reason.agent_unproved' } })
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: ticket.id }), 1)

  t.match(await send(mailOf({ From: `Ana <${ana.email}>` }, 'Which room?'), [`it+t${token}@riverside.example`]), { outcome: 'agent_reply', ticketId: ticket.id })
  t.match(await platform.db.read.findOneBy(ThreadEntry, { ticketId: ticket.id, kind: 'reply' }), { agentId: ana.id, text: 'Which room?', source: 'email' })
  t.match(await send(mailOf({ From: `Ana <${ana.email}>` }, '#note She called.'), [`it+t${token}@riverside.example`]), { outcome: 'agent_note' })
  t.match(await platform.db.read.findOneBy(ThreadEntry, { ticketId: ticket.id, kind: 'note' }), { text: 'She called.' })
})

withMail('an agent\u2019s mail is a note or a solution when its first line says so, in either language, and says nothing that was only quoted', async (t, { platform, ask, ana }, send) => {
  const ticket = await ask()
  const to = [`it+t${replyTokenOf(platform.signer, ticket.id, { reader: 'agent', readerId: ana.id })}@riverside.example`]
  const from = { From: `Ana <${ana.email}>` }
  t.match(await send(mailOf(from, '#Notiz: Sie rief an.'), to), { outcome: 'agent_note' })
  t.match(await send(mailOf({ ...from, 'Content-Type': 'text/html' }, '<p>#note <b>Ask</b> Ben.</p>'), to), { outcome: 'agent_note' })
  t.match((await platform.db.read.findBy(ThreadEntry, { ticketId: ticket.id, kind: 'note' })).map(({ text }) => text), ['Sie rief an.', 'Ask Ben.'])
  t.match(await send(mailOf(from, '#noted is no order'), to), { outcome: 'agent_reply' })
  t.match(await send(mailOf(from, '#GEL\u00d6ST\nEin neues Kabel.'), to), { outcome: 'agent_reply', reason: { key: 'inbox.reason.agent_solved' } })
  t.match(await platform.db.read.findOneBy(ThreadEntry, { ticketId: ticket.id, isSolution: true }), { text: 'Ein neues Kabel.' })
  t.equal((await platform.db.read.findOneByOrFail(Ticket, { id: ticket.id })).state, 'resolved')

  for (const empty of ['> Ticket 1 in IT\n> secret words', 'On Mon, 23 Nov 2026 at 09:00, Riverside IT <it@riverside.example> wrote:\n> secret words', '#solved\n\n> secret words', '#note']) {
    t.match(await send(mailOf(from, empty), to), { state: 'quarantined', reason: { key: 'inbox.reason.agent_empty' } })
  }
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: ticket.id }), 5)
})

withMail('an agent hears by mail when what was answered did not get there, and why', async (t, { platform, ask, ana }, send) => {
  const ticket = await ask()
  const to = [`it+t${replyTokenOf(platform.signer, ticket.id, { reader: 'agent', readerId: ana.id })}@riverside.example`]
  await send(mailOf({ From: ana.email }, '#solved'), to)
  await platform.db.transaction(async manager => manager.query("UPDATE roles SET permissions = '[\"ticket.read\"]'"))
  t.match(await send(mailOf({ From: ana.email }, 'Which room?'), to), { state: 'set_aside', reason: { key: 'tickets.may_not.reply' } })
  t.match(await send(mailOf({ From: ana.email, Subject: `[${ticket.number}]` }, 'Forged')), { state: 'quarantined' })
  await new Worker(platform, { handlers: createJobHandlers(platform, null), timers: {} }).runDue()
  const told = await platform.db.read.find(Mail, { where: { template: 'admin_notice' }, order: { id: 'ASC' } })
  t.same(told.map(({ toAddress }) => toAddress), [ana.email, ana.email], 'and nobody of a forged one')
  t.ok(told.some(({ text }) => text.includes(`Your mail about #${ticket.number} did not get there. There is nothing in it but what it quotes.`)))
  t.ok(told.some(({ text }) => text.includes('You may read this ticket but not answer it.') && text.includes(`/desk/tickets/${ticket.id}`)))
})

withMail('an agent\u2019s mark opens the ticket that it was made for and no other', async (t, { platform, ask, ana, ben }, send) => {
  const [mine, other] = [await ask(), await ask()]
  const mark = `it+t${replyTokenOf(platform.signer, mine.id, { reader: 'agent', readerId: ana.id })}@riverside.example`
  const { number } = await platform.db.read.findOneByOrFail(Ticket, { id: other.id })
  const theirs = replyTokenOf(platform.signer, other.id, { reader: 'agent', readerId: ben.id })
  t.match(await send(mailOf({ From: ana.email, Subject: `#${number}`, 'In-Reply-To': `<t${other.id}.${theirs}.x@localhost>` }), [mark]), { outcome: 'agent_reply', ticketId: mine.id })
  t.match(await send(mailOf({ From: ana.email, 'In-Reply-To': `<t${other.id}.${theirs}.x@localhost>` })), { state: 'quarantined', reason: { key: 'inbox.reason.agent_unproved' } }, 'another agent\u2019s mark')
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: other.id }), 1)
})

withMail('machines are never answered, and our own mail begins nothing', async (t, { platform }, send) => {
  t.match(await send(mailOf({ 'Auto-Submitted': 'auto-replied', 'In-Reply-To': '<x@y>' })), { outcome: 'automatic' })
  t.match(await send(mailOf({ From: 'it@riverside.example' })), { outcome: 'own' })
  t.match(await send(mailOf({ 'X-Loop': 'it@riverside.example' })), { outcome: 'own' })
  t.match(await send(mailOf({ From: 'MAILER-DAEMON@x.example', 'Return-Path': '<>', Subject: 'Undelivered Mail Returned to Sender' })), { outcome: 'bounce' })
  t.equal(await platform.db.read.count(Ticket), 0)

  const alert = await send(mailOf({ From: 'nagios@riverside.example', 'Auto-Submitted': 'auto-generated', Subject: 'Disk full' }))
  t.match(alert, { outcome: 'ticket' }, 'what a machine reports by itself is a request')
  t.match(await platform.db.read.findOneBy(TicketEvent, { name: 'created' }), { details: { silentTo: ['requester'] } })
})

withMail('a sender gets one answer within the hour, and begins no more than thirty tickets', async (t, { platform }, send) => {
  await send(mailOf({}))
  await send(mailOf({}))
  const created = await platform.db.read.find(TicketEvent, { where: { name: 'created' }, order: { id: 'ASC' } })
  t.same(created.map(({ details }) => details.silentTo ?? null), [null, ['requester']])
  for (let times = 0; times < 28; times += 1) await send(mailOf({}))
  t.match(await send(mailOf({})), { state: 'quarantined', reason: { key: 'inbox.reason.too_many' } })
  platform.clock.advance(hour + 1)
  t.match(await send(mailOf({})), { outcome: 'ticket' })
})

withMail('solved, thanked, opened again, and too late', async (t, world, send) => {
  const { platform, ask, as, ana, person } = world
  const { id } = await ask()
  const { number } = await platform.db.read.findOneByOrFail(Ticket, { id })
  const stateOf = async () => (await platform.db.read.findOneByOrFail(Ticket, { id })).state
  await replyToTicket(as(ana), { ticketId: id, text: 'Done.', outcome: 'resolved', version: null, atOnce: true })
  await send(mailOf({ Subject: `Re: #${number}` }, 'Thank you very much!'))
  t.equal(await stateOf(), 'resolved', 'a bare thank-you opens nothing')
  await send(mailOf({ Subject: `Re: #${number}` }, 'Thanks, but it is still dark.'))
  t.equal(await stateOf(), 'open')

  await replyToTicket(as(ana), { ticketId: id, text: 'Done now.', outcome: 'resolved', version: null, atOnce: true })
  await acceptSolution(as(await person('Maria')), { ticketId: id })
  platform.clock.advance(60 * day)
  const late = await send(mailOf({ Subject: `Re: #${number}` }, 'It is dark again.'))
  t.match(late, { state: 'done' })
  t.not(late.ticketId, id)
  t.match(await platform.db.read.findOneBy(TicketLink, { toId: id, kind: 'continues' }), { fromId: late.ticketId })
})

withMail('a merged ticket leads to the one that it went into', async (t, world, send) => {
  const { ask, as, ana } = world
  const from = await ask()
  const into = await ask({ subject: 'The other' })
  await mergeTicket(as(ana), { ticketId: from.id, intoNumber: into.number })
  t.match(await send(mailOf({ Subject: `#${from.number}` })), { outcome: 'message', ticketId: into.id })
})

withMail('ugly mail is kept, marked and passed by', async (t, { platform }, send) => {
  t.match(await send(Buffer.from('no header here\r\n\r\nat all')), { state: 'set_aside', reason: { key: 'inbox.reason.no_message' } })
  t.match(await send(mailOf({ From: '' })), { state: 'quarantined', reason: { key: 'inbox.reason.no_sender' } })
  t.match(await send(mailOf({ From: 'a@example.org, b@example.org', Subject: '', 'Message-ID': '' }, '')), { state: 'done', outcome: 'ticket', problems: ['several-from', 'no-message-id'] })
  t.match(await platform.db.read.findOneBy(Ticket, { subject: '(no subject)' }), { source: 'email' })
  t.match(await send(mailOf({ From: 'Eve\u0000\u202e <eve@example.org>', Subject: 'a'.repeat(5000) }, 'x'.repeat(300_000))), { state: 'done', outcome: 'ticket' })
  t.match(await send(mailOf({})), { state: 'done' }, 'the next goes through')
})
