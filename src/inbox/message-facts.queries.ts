import { In, MoreThanOrEqual } from 'typeorm'
import { Agent } from '../accounts/agent.entity.js'
import { Person } from '../accounts/person.entity.js'
import { Mail } from '../notifications/mail.entity.js'
import { readReplyToken } from '../notifications/reply-token.js'
import type { Platform } from '../platform/context.js'
import { after, hour } from '../platform/clock.js'
import type { Message } from '../platform/errors.js'
import type { Reader } from '../platform/database/database.js'
import { senderVerdict } from '../platform/mime/authentication-results.js'
import type { ParsedMessage } from '../platform/mime/parsed-message.js'
import { Participant } from '../tickets/participant.entity.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { mostInTicket, type Candidate, type MessageFacts } from './decide-message.js'
import { IncomingMessage } from './incoming-message.entity.js'
import { listWaysIn } from './own-addresses.queries.js'

/** More receipts than this within an hour are not sent: whoever floods us must not make us flood others. */
export const mostReceipts = 500

type Known = Pick<Platform, 'signer' | 'clock' | 'config'>

/** Everything that decides what becomes of a message. */
export async function findMessageFacts (reader: Reader, { signer, clock, config }: Known, message: ParsedMessage, { envelopeTo, reason }: { envelopeTo: string[], reason: Message | null }): Promise<MessageFacts> {
  const own = await listWaysIn(reader)
  const sender = message.from?.address ?? ''
  const person = sender === '' ? null : await reader.findOneBy(Person, { email: sender })
  const agent = sender === '' ? null : await reader.findOneBy(Agent, { email: sender, isActive: true })

  const answered = [message.inReplyTo ?? '', ...[...message.references].reverse()].filter(id => id !== '')
  const tokens = [...answered, ...envelopeTo, ...[...message.to, ...message.cc].map(({ address }) => address)].flatMap(text => readReplyToken(signer, text) ?? [])
  // An agent's own mark goes first: it says which ticket that very agent answers, and proves nothing about another.
  const agentToken = agent === null ? undefined : tokens.find(({ reader: kind, readerId }) => kind === 'agent' && readerId === agent.id)
  const token = agentToken ?? tokens[0] ?? null
  const hasOwnToken = person !== null && tokens.some(({ reader: kind, readerId }) => kind === 'person' && readerId === person.id)
  const verdict = message.problems.includes('several-from') ? 'refuted' : senderVerdict(message.headers.get('authentication-results') ?? [], config.inboxAuthserv, sender)
  const isRefuted = verdict === 'refuted'
  const knownId = person === null || (isRefuted && !hasOwnToken) ? null : person.id
  const candidate = async (ticketId: number | null): Promise<Candidate | null> => ticketId === null ? null : findCandidate(reader, ticketId, knownId)

  const since = after(clock.now(), -hour)
  const byToken = await candidate(token?.ticketId ?? null)
  const byReference = await candidate(await findAnswered(reader, answered))
  const byNumber = await candidate(await findNamed(reader, message.subject))
  const place = byToken ?? byReference ?? byNumber

  return {
    message,
    isOwn: own.has(sender) || (message.headers.get('x-loop') ?? []).some(address => own.has(address.trim().toLowerCase())),
    byToken,
    byReference,
    byNumber,
    agent: agent === null ? null : { id: agent.id, hasMark: !isRefuted && agentToken !== undefined, isProved: !isRefuted && (agentToken !== undefined || verdict === 'confirmed') },
    isRefuted,
    isForwardedFromUs: message.forwarded !== null && (own.has(message.forwarded.from.address) || await reader.existsBy(Agent, { email: message.forwarded.from.address })),
    recentTickets: person === null ? 0 : await countRecent(reader, sender, since),
    recentInTicket: place === null ? 0 : await countInTicket(reader, place.ticketId, sender, since),
    isFlood: await isFlood(reader, since),
    wasReleased: reason?.key === 'inbox.reason.released',
    movedTo: await findMove(reader, reason)
  }
}

/** A ticket as a place for the message; a merged one leads to the one it went into. */
async function findCandidate (reader: Reader, ticketId: number, personId: number | null): Promise<Candidate | null> {
  const ticket = await reader.findOneBy(Ticket, { id: ticketId })
  if (ticket === null || ticket.state === 'trashed') return null
  const belongs = personId !== null && (ticket.requesterId === personId || await reader.existsBy(Participant, { ticketId, personId }))
  if (ticket.mergedIntoId === null) return { ticketId, number: ticket.number, belongs }
  const target = await reader.findOneByOrFail(Ticket, { id: ticket.mergedIntoId })
  return { ticketId: target.id, number: target.number, belongs: belongs || (personId !== null && await reader.existsBy(Participant, { ticketId: target.id, personId })) }
}

/** The ticket of the nearest earlier mail that this one answers, ours or one that came to us. */
async function findAnswered (reader: Reader, ids: string[]): Promise<number | null> {
  if (ids.length === 0) return null
  const asked = ids.slice(0, 50)
  const sent = await reader.find(Mail, { select: { id: true, messageId: true, ticketId: true }, where: { messageId: In(asked) } })
  const came = await reader.find(IncomingMessage, { select: { id: true, messageId: true, ticketId: true }, where: { messageId: In(asked) } })
  for (const id of asked) {
    const found = [...sent, ...came].find(({ messageId, ticketId }) => messageId === id && ticketId !== null)
    if (found !== undefined) return found.ticketId
  }
  return null
}

/** The ticket whose number stands in a subject: “[26-004213]”, as in our own mails, or “#26-004213”. */
async function findNamed (reader: Reader, subject: string): Promise<number | null> {
  const numbers = [...subject.matchAll(/(?:#\s?|\[)([\p{L}\p{N}][\p{L}\p{N}-]{2,38})/gu)].map(([, number = '']) => number).slice(0, 5)
  if (numbers.length === 0) return null
  const found = await reader.find(Ticket, { select: { id: true, number: true }, where: { number: In(numbers) } })
  return found[0]?.id ?? null
}

/** Where an admin put the message, if that ticket still is. */
async function findMove (reader: Reader, reason: Message | null): Promise<MessageFacts['movedTo']> {
  const ticketId = reason?.key === 'inbox.reason.moved' ? reason.values?.ticketId : undefined
  const candidate = typeof ticketId === 'number' ? await findCandidate(reader, ticketId, null) : null
  return candidate === null || reason === null ? null : { candidate, reason }
}

async function countRecent (reader: Reader, address: string, since: Date): Promise<number> {
  const [row] = await reader.query("SELECT COUNT(*) AS count FROM (SELECT 1 FROM incoming_messages WHERE from_address = ? AND outcome = 'ticket' AND received_at >= ? LIMIT 100) x", [address, since.getTime()]) as Array<{ count: number }>
  return Number(row?.count ?? 0)
}

async function countInTicket (reader: Reader, ticketId: number, address: string, since: Date): Promise<number> {
  const [row] = await reader.query(`SELECT COUNT(*) AS count FROM (SELECT 1 FROM incoming_messages WHERE ticket_id = ? AND from_address = ? AND outcome IN ('message', 'agent_reply', 'agent_note') AND received_at >= ? LIMIT ${mostInTicket}) x`, [ticketId, address, since.getTime()]) as Array<{ count: number }>
  return Number(row?.count ?? 0)
}

/** Whether the last so many tickets that came by mail all came since then. */
async function isFlood (reader: Reader, since: Date): Promise<boolean> {
  const [newest] = await reader.query(`SELECT MIN(id) AS oldest, COUNT(*) AS count FROM (SELECT id FROM incoming_messages WHERE outcome = 'ticket' ORDER BY id DESC LIMIT ${mostReceipts}) x`) as Array<{ oldest: number, count: number }>
  if (Number(newest?.count ?? 0) < mostReceipts) return false
  return reader.existsBy(IncomingMessage, { id: Number(newest?.oldest), receivedAt: MoreThanOrEqual(since) })
}
