import { isEmailAddress } from '../platform/email-address.js'
import type { Message } from '../platform/errors.js'
import type { ParsedMessage } from '../platform/mime/parsed-message.js'
import { visibleTextOf } from '../platform/mime/visible.js'
import { isCourtesy } from './courtesy.js'
import type { Outcome } from './incoming-message.entity.js'
import { readOrder, withoutOrder, type MailOrder } from './mail-order.js'

/** A ticket that a message could belong to, and whether whoever wrote it does. */
export interface Candidate { ticketId: number, number: string, belongs: boolean }

/** What is known of a message and of who wrote it, when it is decided what becomes of it. */
export interface MessageFacts {
  message: Pick<ParsedMessage, 'from' | 'automatic' | 'headers' | 'visibleText' | 'parts' | 'text' | 'attachments' | 'report' | 'forwarded'>
  /** It comes from an address of ours, or carries our own mark of a mail that went out. */
  isOwn: boolean
  /** The ticket of a signed mark, of an earlier mail that it answers, and of a number in its subject. */
  byToken: Candidate | null
  byReference: Candidate | null
  byNumber: Candidate | null
  /** Set when the address is an agent's: whether it was proved that the agent wrote it, and whether by a mark made for that agent. */
  agent: { id: number, isProved: boolean, hasMark: boolean } | null
  /** Our own mail server says that it does not come from its sender, or it names several. */
  isRefuted: boolean
  /** What it passes on was written by us or by an agent. */
  isForwardedFromUs: boolean
  /** How many mails of this sender became tickets within the hour, and how many came into the ticket that this one belongs to. */
  recentTickets: number
  recentInTicket: number
  /** So many tickets came by mail within the hour that receipts would be a flood of our own. */
  isFlood: boolean
  wasReleased: boolean
  /** The ticket that an admin put it into. */
  movedTo: { candidate: Candidate, reason: Message } | null
}

export interface MessageDecision {
  outcome: Exclude<Outcome, null>
  isQuarantined: boolean
  reason: Message
  ticketId: number | null
  /** It may belong to a ticket, but whoever wrote it is not known there. */
  possibly: Candidate | null
  /** Nothing is answered by itself. */
  isSilent: boolean
  isCourtesy: boolean
  /** What an agent asks for in the first line. */
  order: MailOrder | null
  /** The agent who acts, for certain. */
  agentId: number | null
  /** The mail that an agent passed on: whoever wrote it first is the requester, as far as can be read. */
  forwarded: ParsedMessage['forwarded']
  /** The brake that tripped, of which admins are told. */
  brake: Brake | null
}

/** One sender's new tickets, one sender's mails into one ticket, all receipts. */
export type Brake = 'sender' | 'ticket' | 'receipts'

/** More new tickets of one sender within an hour than anybody writes. */
const mostTickets = 30
/** More mails of one sender into one ticket within an hour than anybody writes, but two machines. */
export const mostInTicket = 20

/**
 * What becomes of a message. Pure, so that a trial and a second run say what the first one did.
 *
 * A signed mark goes before what the mail answers, and that before a number in the subject; none of them lets anybody in
 * who does not belong to the ticket. Nobody acts as an agent by an address alone.
 */
export function decideMessage (facts: MessageFacts): MessageDecision {
  const { message, agent } = facts
  if (facts.movedTo !== null && message.from !== null) return { ...decided('message', facts.movedTo.reason.key, facts.movedTo.reason.values), ticketId: facts.movedTo.candidate.ticketId }
  if (facts.isOwn) return decided('own', 'inbox.reason.own')
  if (message.automatic === 'bounce') return decided('bounce', message.report?.originalMessageId ? 'inbox.reason.bounce' : 'inbox.reason.bounce_unknown')

  const place = placeOf(facts)
  if (isMachine(message)) return { ...decided('automatic', place === null ? 'inbox.reason.automatic' : 'inbox.reason.automatic_about', place === null ? {} : { number: place.candidate.number }), ticketId: place?.candidate.ticketId ?? null }
  if (message.from === null) return quarantined('inbox.reason.no_sender', facts)
  if (place !== null && facts.recentInTicket >= mostInTicket && !facts.wasReleased) return { ...quarantined('inbox.reason.too_many_in_ticket', facts, { number: place.candidate.number, count: facts.recentInTicket }), brake: 'ticket' }
  if (agent !== null && place !== null) return decideAgent(facts, place)
  if (place !== null && place.candidate.belongs) {
    return { ...decided('message', place.why, { number: place.candidate.number }), ticketId: place.candidate.ticketId, isCourtesy: isCourtesy(message.visibleText) }
  }
  if (facts.recentTickets >= mostTickets && !facts.wasReleased) return { ...quarantined('inbox.reason.too_many', facts, { count: facts.recentTickets }), brake: 'sender' }
  return { ...decideNew(facts, place), brake: facts.isFlood ? 'receipts' : null }
}

function decideNew (facts: MessageFacts, place: Place | null): MessageDecision {
  const { message } = facts

  const isSilent = message.automatic !== null || facts.isFlood || facts.isRefuted || facts.recentTickets > 0
  if (place !== null) return { ...decided('ticket', facts.isRefuted ? 'inbox.reason.refuted' : 'inbox.reason.stranger', { number: place.candidate.number }), possibly: place.candidate, isSilent }
  if (facts.agent !== null && message.forwarded !== null && isEmailAddress(message.forwarded.from.address) && !facts.isForwardedFromUs) {
    const { from } = message.forwarded
    // Without proof that it was the agent, nobody is written to: anybody can type the lines above a forwarded mail.
    return { ...decided('ticket', 'inbox.reason.forwarded', { name: from.name || from.address }), isSilent: facts.isFlood || !facts.agent.isProved, forwarded: message.forwarded }
  }
  return { ...decided('ticket', 'inbox.reason.new'), isSilent }
}

interface Place { candidate: Candidate, why: Message['key'] }

function placeOf ({ byToken, byReference, byNumber }: MessageFacts): Place | null {
  if (byToken !== null) return { candidate: byToken, why: 'inbox.reason.by_token' }
  if (byReference !== null) return { candidate: byReference, why: 'inbox.reason.by_reference' }
  return byNumber === null ? null : { candidate: byNumber, why: 'inbox.reason.by_number' }
}

/** Answers that a program sent by itself, and mail to many. What a machine reports that was asked for nothing is a request like any other. */
function isMachine ({ automatic, headers }: MessageFacts['message']): boolean {
  const isReport = /^auto-generated/i.test(headers.get('auto-submitted')?.[0] ?? '') && !headers.has('in-reply-to')
  return automatic === 'bulk' || (automatic === 'auto-reply' && !isReport)
}

/** An agent answers by mail only with proof; without it the mail waits for somebody to look. */
function decideAgent (facts: MessageFacts, { candidate, why: found }: Place): MessageDecision {
  const { agent, message } = facts
  // An agent who asks for help on a ticket of his or her own is its requester there.
  if (candidate.belongs && agent?.hasMark !== true) return { ...decided('message', found, { number: candidate.number }), ticketId: candidate.ticketId }
  if (agent?.isProved !== true) return quarantined('inbox.reason.agent_unproved', facts, { number: candidate.number })
  const order = readOrder(message.visibleText)
  // What is only quoted is our own mail to the desk, which is not for the requester.
  if (saysNothing(message, order)) return { ...quarantined('inbox.reason.agent_empty', facts, { number: candidate.number }), ticketId: candidate.ticketId, agentId: agent.id }
  const isNote = order === 'note'
  const why = isNote ? 'inbox.reason.agent_note' : order === 'solved' ? 'inbox.reason.agent_solved' : 'inbox.reason.agent_reply'
  return { ...decided(isNote ? 'agent_note' : 'agent_reply', why, { number: candidate.number }), ticketId: candidate.ticketId, order, agentId: agent.id }
}

function saysNothing ({ parts, attachments }: MessageFacts['message'], order: MailOrder | null): boolean {
  const words = visibleTextOf(order === null ? parts : withoutOrder(parts, order))
  return attachments.length === 0 && words.split('\n').every(line => /^\s*(?:>|$)/.test(line))
}

function decided (outcome: MessageDecision['outcome'], key: Message['key'], values?: Message['values']): MessageDecision {
  return { outcome, isQuarantined: false, reason: { key, ...(values && { values }) }, ticketId: null, possibly: null, isSilent: false, isCourtesy: false, order: null, agentId: null, forwarded: null, brake: null }
}

/** What an admin released becomes a ticket and nothing more. */
function quarantined (key: Message['key'], { wasReleased }: MessageFacts, values?: Message['values']): MessageDecision {
  return wasReleased ? decided('ticket', 'inbox.reason.released') : { ...decided('dropped', key, values), isQuarantined: true }
}
