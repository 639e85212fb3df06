import { Agent } from '../../src/accounts/agent.entity.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { moveMessage } from '../../src/inbox/commands/move-message.js'
import { processMessage } from '../../src/inbox/commands/process-message.js'
import { IncomingMessage } from '../../src/inbox/incoming-message.entity.js'
import { openMessageReader } from '../../src/platform/mime/parse-apart.js'
import { Attachment } from '../../src/tickets/attachment.entity.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { Participant } from '../../src/tickets/participant.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { mailOf, withMail } from './sent-mail.js'

const withFile = (number: string) => Buffer.from(`From: Maria <maria@riverside.example>\r\nTo: it@riverside.example\r\nSubject: Re: [${number}]\r\nMessage-ID: <file@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThis is about the other thing.\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=page.pdf\r\n\r\nx\r\n--b--\r\n`)

withMail('a message that came into the wrong ticket goes over with its files, once, and both say so', async (t, { platform, ask, as, ana, person }, send) => {
  const [wrong, right] = [await ask(), await ask({ subject: 'The other', requester: { name: 'Tobias', email: 'tobias@riverside.example' } })]
  await replyToTicket(as(ana), { ticketId: right.id, text: 'Which room?', outcome: 'waiting', version: null, atOnce: true })
  const done = await send(withFile(wrong.number))
  t.match(done, { outcome: 'message', ticketId: wrong.id })

  await moveMessage(as(ana), done.id, { number: `#${right.number}`, version: done.version })
  t.match(await platform.db.read.findOneByOrFail(ThreadEntry, { id: done.entryId! }), { ticketId: right.id, text: /This is about the other thing/ })
  t.match(await platform.db.read.findOneByOrFail(Attachment, { entryId: done.entryId! }), { ticketId: right.id })
  t.match(await platform.db.read.findOneByOrFail(Ticket, { id: right.id }), { state: 'open', lastLine: 'This is about the other thing.', lastParty: 'requester' }, 'it is our move there')
  t.match(await platform.db.read.findOneByOrFail(Ticket, { id: wrong.id }), { lastLine: 'My password is not accepted since this morning.' })
  t.equal(await platform.db.read.countBy(Participant, { ticketId: right.id, personId: (await person('Maria')).id }), 1, 'and whoever wrote it takes part')
  t.match(await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: wrong.id, name: 'entry_moved_away' }), { details: { otherNumber: right.number } })
  t.equal(await platform.db.read.countBy(TicketEvent, { ticketId: right.id, name: 'entry_moved_here' }), 1)
  t.match(await platform.db.read.findOneByOrFail(IncomingMessage, { id: done.id }), { ticketId: right.id, reason: { key: 'inbox.reason.moved', values: { number: right.number } } })
  t.equal(await platform.db.read.countBy(AuditEntry, { action: 'incoming_message.moved' }), 1)
  await t.rejects(moveMessage(as(ana), done.id, { number: wrong.number, version: done.version }), { status: 409 } as never, 'pressed twice it is moved once')
})

withMail('the ticket that a message began is merged, and what became nothing is added', async (t, { platform, ask, as, ana }, send) => {
  const ticket = await ask()
  const stranger = await send(mailOf({ From: 'Maria <maria@private.example>', Subject: `[${ticket.number}]` }, 'From my other address.'))
  await moveMessage(as(ana), stranger.id, { number: ticket.number, version: stranger.version })
  t.match(await platform.db.read.findOneByOrFail(Ticket, { id: stranger.ticketId! }), { state: 'merged', mergedIntoId: ticket.id })
  t.match(await send(mailOf({ From: 'Maria <maria@private.example>', References: stranger.messageId! }, 'And more.')), { outcome: 'message', ticketId: ticket.id })

  const reader = openMessageReader()
  t.teardown(reader.close)
  const away = await send(mailOf({ From: 'lea@post.example', 'Auto-Submitted': 'auto-replied' }, 'I am away, ask Tom.'))
  t.match(away, { outcome: 'automatic' })
  await moveMessage(as(ana), away.id, { number: ticket.number, version: away.version })
  await processMessage(platform, reader, { incomingId: away.id })
  t.match(await platform.db.read.findOneByOrFail(IncomingMessage, { id: away.id }), { state: 'done', outcome: 'message', ticketId: ticket.id, reason: { key: 'inbox.reason.moved' } })
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: ticket.id, text: 'I am away, ask Tom.' }), 1)
})

withMail('the page refuses in words what cannot be, and keeps out who has no business there', async (t, { platform, ask, ana, ben, nadia }, send) => {
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const [ticket, binned] = [await ask(), await ask()]
  const done = await send(mailOf({ Subject: `[${ticket.number}]` }))
  const cookie = await cookieFor(platform, { agentId: ana.id })
  const move = async (number: string, as = cookie) => app.inject({ method: 'POST', url: `/admin/ledger/${done.id}/moves`, headers: { ...ownForm, cookie: as }, payload: form({ number, version: done.version }) })
  await platform.db.transaction(async manager => manager.update(Ticket, { id: binned.id }, { state: 'trashed' }))

  t.match((await app.inject({ url: `/admin/ledger/${done.id}`, headers: { cookie } })).body, 'Belongs to ticket')
  for (const number of ['', '26-999999', ticket.number, binned.number, '<b>']) {
    const refused = await move(number)
    t.equal(refused.statusCode, 422, number)
    t.match(refused.body, 'field-error')
    t.notMatch(refused.body, '<b>"')
  }
  t.equal((await move(binned.number, await cookieFor(platform, { agentId: ben.id }))).statusCode, 404, 'no right to mail')

  await platform.db.transaction(async manager => manager.update(Agent, { id: nadia.id }, { adminRights: ['mail'] }))
  const other = await ask()
  t.equal((await move(other.number, await cookieFor(platform, { agentId: nadia.id }))).statusCode, 422, 'a right to mail opens no ticket of another department')
  t.equal((await move(other.number)).statusCode, 303)
})
