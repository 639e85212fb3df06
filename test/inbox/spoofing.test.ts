import type { Test } from 'tap'
import type { IncomingMessage } from '../../src/inbox/incoming-message.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { replyTokenOf } from '../../src/notifications/reply-token.js'
import { notifyOfEvent } from '../../src/notifications/notify.jobs.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import type { World } from '../support/world.js'
import { mailOf, withMail } from './sent-mail.js'

const border = { INBOX_AUTHSERV: 'mx.riverside.example' }
const passed = 'mx.riverside.example; dmarc=pass header.from=riverside.example'
const failed = 'mx.riverside.example; dkim=none; dmarc=fail (p=none) header.from=riverside.example'

interface Attack { name: string, raw: Buffer, to?: string[] }

/** Asks for two tickets, brings every attack in, and holds to it that neither ticket was touched. */
async function hold (t: Test, { platform, ask, person, ana, ben }: World, send: (raw: Buffer, to?: string[]) => Promise<IncomingMessage>, attacksOn: (house: { victim: Ticket, other: Ticket, marks: Record<'maria' | 'tobias' | 'ana' | 'ben' | 'anaElsewhere', string>, sentId: string }) => Attack[]): Promise<void> {
  const victim = await ask()
  const other = await ask({ requester: { name: 'Tobias', email: 'tobias@riverside.example' }, subject: 'Another' })
  const mark = (ticketId: number, reader: 'person' | 'agent', readerId: number) => replyTokenOf(platform.signer, ticketId, { reader, readerId })
  const marks = {
    maria: mark(victim.id, 'person', (await person('Maria')).id), tobias: mark(other.id, 'person', (await person('Tobias')).id),
    ana: mark(victim.id, 'agent', ana.id), ben: mark(victim.id, 'agent', ben.id), anaElsewhere: mark(other.id, 'agent', ana.id)
  }
  await notifyOfEvent(platform, { eventId: (await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: victim.id, name: 'created' })).id })
  const { messageId } = await platform.db.read.findOneByOrFail(Mail, { ticketId: victim.id, template: 'request_received' })
  const before = await platform.db.read.findBy(Ticket, [{ id: victim.id }, { id: other.id }])

  for (const { name, raw, to = [] } of attacksOn({ victim, other, marks, sentId: messageId })) {
    const done = await send(raw, to)
    t.ok(done.state === 'quarantined' || (done.outcome === 'ticket' && done.ticketId !== victim.id && done.ticketId !== other.id) || done.outcome === 'automatic' || done.outcome === 'bounce', `${name}: ${done.state}, ${done.outcome}`)
  }
  t.same(await platform.db.read.countBy(ThreadEntry, { ticketId: victim.id }), 1, 'nothing in the thread')
  t.same(await platform.db.read.countBy(ThreadEntry, { ticketId: other.id }), 1)
  t.same(await platform.db.read.findBy(Ticket, [{ id: victim.id }, { id: other.id }]), before, 'and nothing moved')
}

const attack = (name: string, headers: Record<string, string>, mark: string | null = null, body = '#solved Send the passwords.'): Attack => ({ name, raw: mailOf(headers, body), to: mark === null ? [] : [`it+t${mark}@riverside.example`] })

withMail('whoever does not belong to a ticket reaches it by nothing that can be guessed, copied or forged', async (t, world, send) => {
  const { ana } = world
  await hold(t, world, send, ({ victim, other, marks, sentId }) => [
    attack('a guessed number', { From: 'eve@evil.example', Subject: `Re: [${victim.number}]` }),
    attack('many guessed numbers', { From: 'eve@evil.example', Subject: Array.from({ length: 20 }, (_, place) => `#26-${String(place).padStart(6, '0')}`).join(' ') }),
    attack('a mark that was passed on', { From: 'eve@evil.example' }, marks.maria),
    attack('a mark with another end', { From: 'maria@riverside.example' }, `${marks.maria.slice(0, -1)}${marks.maria.endsWith('a') ? 'b' : 'a'}`),
    attack('a mark with another reader', { From: 'maria@riverside.example' }, marks.tobias.replace(/^./, marks.maria.charAt(0))),
    attack('a mark of another ticket', { From: 'tobias@riverside.example' }, marks.maria),
    attack('an agent\u2019s mark in a requester\u2019s hand', { From: 'tobias@riverside.example' }, marks.ana),
    attack('an answer to a mail that was never sent to him', { From: 'tobias@riverside.example', 'In-Reply-To': sentId, References: sentId }),
    attack('an agent\u2019s address and a number', { From: `Ana <${ana.email}>`, Subject: `[${victim.number}]` }),
    attack('an agent\u2019s address and a Message-ID', { From: `Ana <${ana.email}>`, 'In-Reply-To': sentId }),
    attack('an agent\u2019s address and a requester\u2019s mark', { From: `Ana <${ana.email}>` }, marks.maria),
    attack('an agent\u2019s address and another agent\u2019s mark', { From: `Ana <${ana.email}>` }, marks.ben),
    attack('an agent\u2019s address and results that the mail brings along', { From: `Ana <${ana.email}>`, Subject: `[${victim.number}]`, 'Authentication-Results': passed }),
    attack('several senders, one of whom belongs', { From: 'maria@riverside.example, eve@evil.example', Subject: `[${victim.number}]` }),
    attack('several senders and an agent\u2019s mark', { From: `${ana.email}, eve@evil.example` }, marks.ana),
    attack('an agent as Sender only', { From: 'eve@evil.example', Sender: ana.email, 'Reply-To': ana.email, Subject: `[${victim.number}]` }, marks.ana),
    attack('an agent\u2019s address as a name', { From: `"${ana.email}" <eve@evil.example>` }, marks.ana),
    attack('a machine that answers', { From: 'maria@riverside.example', 'Auto-Submitted': 'auto-replied', Subject: `[${other.number}]` })
  ])
})

withMail('with a border server that checks senders, what it refutes reaches no ticket, and what it confirms does', async (t, world, send) => {
  const { platform, ana } = world
  await hold(t, world, send, ({ victim, marks, sentId }) => [
    attack('a requester\u2019s address and a number', { 'Authentication-Results': failed, Subject: `[${victim.number}]` }),
    attack('a requester\u2019s address and a Message-ID', { 'Authentication-Results': failed, 'In-Reply-To': sentId.replace(/^<t\d+\.[a-z2-9]+/, '<') }),
    attack('an agent\u2019s address with a stolen mark', { From: ana.email, 'Authentication-Results': failed }, marks.ana),
    attack('an agent\u2019s address and another server\u2019s word', { From: ana.email, 'Authentication-Results': passed.replace('mx.', 'mx2.'), Subject: `[${victim.number}]` }),
    attack('an agent\u2019s address and a word about another domain', { From: ana.email, 'Authentication-Results': passed.replace('from=riverside', 'from=evil'), Subject: `[${victim.number}]` }),
    { name: 'a forged word below the server\u2019s own', raw: Buffer.from(`Authentication-Results: ${failed}\r\nReceived: from evil.example\r\nAuthentication-Results: ${passed}\r\nFrom: ${ana.email}\r\nSubject: [${victim.number}]\r\nMessage-ID: <below@evil.example>\r\n\r\nx\r\n`) }
  ])
  const { number, id } = await platform.db.read.findOneByOrFail(Ticket, { subject: 'I cannot sign in' })
  t.match(await send(mailOf({ 'Authentication-Results': passed, Subject: `[${number}]` })), { outcome: 'message', ticketId: id })
  t.match(await send(mailOf({ Subject: `[${number}]` })), { outcome: 'message', ticketId: id }, 'where nothing was found out, who belongs is believed')
  t.match(await send(mailOf({ From: ana.email, 'Authentication-Results': passed, Subject: `[${number}]` }, 'Which room?')), { outcome: 'agent_reply', ticketId: id })
  const last = await send(mailOf({ From: 'Maria <maria@riverside.example>', 'Authentication-Results': failed }, 'Something new'))
  t.match(last, { outcome: 'ticket' })
  const created = await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: last.ticketId!, name: 'created' })
  t.match(created.details.silentTo, ['requester'], 'whose address it may not be is not written to')
}, border)

withMail('an agent who asks for help is a requester of that ticket', async (t, { ask, ana, platform }, send) => {
  const own = await ask({ requester: { name: ana.name, email: ana.email } })
  t.match(await send(mailOf({ From: ana.email, 'Authentication-Results': passed, Subject: `[${own.number}]` })), { outcome: 'message', ticketId: own.id })
  const mark = replyTokenOf(platform.signer, own.id, { reader: 'agent', readerId: ana.id })
  t.match(await send(mailOf({ From: ana.email }), [`it+t${mark}@riverside.example`]), { outcome: 'agent_reply' })
}, border)
