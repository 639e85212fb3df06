import type { EntityManager } from 'typeorm'
import { loadAgentActor } from '../../accounts/actor.queries.js'
import { Person } from '../../accounts/person.entity.js'
import { system } from '../../platform/actor.js'
import { joinTransaction, withActor, type Context } from '../../platform/context.js'
import { Refusal } from '../../platform/errors.js'
import { translator } from '../../platform/i18n/translate.js'
import type { ParsedMessage } from '../../platform/mime/parsed-message.js'
import { visibleTextOf } from '../../platform/mime/visible.js'
import { findOrganisation } from '../../settings/organisation.js'
import { addNote } from '../../tickets/commands/add-note.js'
import { addParticipant } from '../../tickets/commands/change-participants.js'
import { asRequester, openTicket } from '../../tickets/commands/open-ticket.js'
import { receiveMessage } from '../../tickets/commands/receive-message.js'
import { replyToTicket } from '../../tickets/commands/reply-to-ticket.js'
import { longestText, type MailedEntry } from '../../tickets/commands/write-entry.js'
import type { MessageDecision } from '../decide-message.js'
import { findDestination } from '../destination.queries.js'
import type { IncomingMessage } from '../incoming-message.entity.js'
import { withoutOrder } from '../mail-order.js'
import { addCopied } from './add-copied.js'

export interface Done { ticketId: number | null, entryId: number | null }

/**
 * Does what was decided, through the commands that people use, in the caller's transaction.
 *
 * @throws Refusal when a command refuses it.
 */
export async function actOnMessage (ctx: Context, manager: EntityManager, incoming: IncomingMessage, message: ParsedMessage, decision: MessageDecision, filesKey: string | null): Promise<Done> {
  const text = wordsOf(message)
  const mail: MailedEntry = { parts: message.text.length > longestText ? [{ kind: 'written', text, html: null }] : message.parts, messageId: message.messageId }
  const { ticketId } = decision

  switch (decision.outcome) {
    case 'message': {
      await letTakePart(ctx, manager, ticketId!, message)
      const entry = await receive(ctx, manager, ticketId!, { text, filesKey, mail, isCourtesy: decision.isCourtesy }, message)
      return entry === null ? openNew(ctx, manager, incoming, message, decision, { text, mail, filesKey, continuesTicketId: ticketId }) : { ticketId, entryId: entry }
    }
    case 'agent_reply': {
      const outcome = decision.order === 'solved' ? 'resolved' : 'waiting'
      const acting = await asAgent(ctx, manager, message)
      const entry = await replyToTicket(acting, { ticketId: ticketId!, ...spoken(message, decision), outcome, version: null, filesKey, atOnce: true })
      await addCopied(acting, manager, ticketId!, message)
      return { ticketId, entryId: entry.id }
    }
    case 'agent_note': {
      const entry = await addNote(await asAgent(ctx, manager, message), { ticketId: ticketId!, ...spoken(message, decision), filesKey })
      return { ticketId, entryId: entry.id }
    }
    case 'ticket': return openNew(ctx, manager, incoming, message, decision, { text, mail, filesKey, continuesTicketId: null })
    default: return { ticketId, entryId: null }
  }
}

/** The entry, or null when the ticket was closed too long ago: then a new one continues it. */
async function receive (ctx: Context, manager: EntityManager, ticketId: number, rest: { text: string, filesKey: string | null, mail: MailedEntry, isCourtesy: boolean }, message: ParsedMessage): Promise<number | null> {
  const acting = await asPerson(ctx, manager, message)
  try {
    const entry = await receiveMessage(acting, { ticketId, source: 'email', ...rest })
    await addCopied(acting, manager, ticketId, message)
    return entry.id
  } catch (error) {
    if (error instanceof Refusal && error.key === 'tickets.reopen.too_late') return null
    throw error
  }
}

/** What an agent said, without the order in its first line. Only what was written counts: the rest is our own mail to the desk. */
function spoken (message: ParsedMessage, { order }: MessageDecision): { text: string, mail: MailedEntry } {
  const parts = order === null ? message.parts : withoutOrder(message.parts, order)
  const text = visibleTextOf(parts).slice(0, longestText) || message.attachments.map(({ filename }) => filename).join(', ').slice(0, longestText)
  const isWhole = message.text.length <= longestText && visibleTextOf(parts) !== ''
  return { text, mail: { parts: isWhole ? parts : [{ kind: 'written', text, html: null }], messageId: message.messageId } }
}

interface New { text: string, mail: MailedEntry, filesKey: string | null, continuesTicketId: number | null }

async function openNew (ctx: Context, manager: EntityManager, incoming: IncomingMessage, message: ParsedMessage, { possibly, isSilent, forwarded }: MessageDecision, { text, mail, filesKey, continuesTicketId }: New): Promise<Done> {
  const acting = joinTransaction(withActor(ctx, system), manager)
  const recipients = [...incoming.envelopeTo, ...[...message.to, ...message.cc].map(({ address }) => address)]
  const destination = await findDestination(manager, incoming.mailboxId, recipients)
  if (destination === null) throw new Refusal('tickets.topic.unknown')
  const [replyTo = null] = message.replyTo
  const t = translator((await findOrganisation(manager)).defaultLocale)
  const from = forwarded?.from ?? message.from

  const ticket = await openTicket(acting, {
    ...destination,
    subject: (forwarded?.subject || message.subject).slice(0, 200) || t('inbox.no_subject'),
    ...(forwarded === null ? { text, mailed: mail } : passedOn(forwarded, message)),
    requester: { name: from?.name || from?.address || '', email: from?.address ?? '' },
    source: 'email',
    filesKey,
    continuesTicketId,
    silentTo: isSilent ? ['requester'] : [],
    mail: { mailboxId: incoming.mailboxId, recipients, replyTo: forwarded !== null || replyTo === null ? null : { name: replyTo.name, email: replyTo.address }, headers: message.headers, isAutomatic: message.automatic !== null }
  })
  if (possibly !== null) await addNote(acting, { ticketId: ticket.id, text: t('inbox.possibly', { number: possibly.number }) })
  if (forwarded !== null) await addNote(acting, { ticketId: ticket.id, text: `${t('inbox.forwarded', { agent: message.from?.name || message.from?.address || '', name: `${forwarded.from.name} <${forwarded.from.address}>`.trim() })}\n\n${message.text}`.slice(0, longestText) })
  else if (message.automatic === null) await addCopied(await asPerson(ctx, manager, message), manager, ticket.id, message)
  return { ticketId: ticket.id, entryId: null }
}

/** What was forwarded, as its author wrote it. The whole mail stands in the note beside it. */
function passedOn ({ text, subject }: NonNullable<ParsedMessage['forwarded']>, { messageId, attachments }: ParsedMessage): { text: string, mailed: MailedEntry } {
  const words = (text || attachments.map(({ filename }) => filename).join(', ') || subject || '\u2013').slice(0, longestText)
  return { text: words, mailed: { parts: [{ kind: 'written', text: words, html: null }], messageId } }
}

/** Whoever belongs to a ticket that was merged belongs to the one it went into, and so does whose message an admin put there. */
async function letTakePart (ctx: Context, manager: EntityManager, ticketId: number, { from }: ParsedMessage): Promise<void> {
  await addParticipant(joinTransaction(withActor(ctx, system), manager), { ticketId, email: from?.address ?? '', name: from?.name ?? '', isSilent: true })
}

async function asPerson (ctx: Context, manager: EntityManager, { from }: ParsedMessage): Promise<Context> {
  const person = await manager.findOneByOrFail(Person, { email: from?.address ?? '' })
  return joinTransaction(withActor(ctx, asRequester(person)), manager)
}

async function asAgent (ctx: Context, manager: EntityManager, { from }: ParsedMessage): Promise<Context> {
  const [row] = await manager.query('SELECT id FROM agents WHERE email = ? AND is_active = 1', [from?.address ?? '']) as Array<{ id: number }>
  const actor = row === undefined ? null : await loadAgentActor(manager, row.id)
  if (actor === null) throw new Refusal('refusal.forbidden', { status: 403 })
  return joinTransaction(withActor(ctx, actor), manager)
}

/** What goes into the thread: every word, or as many as an entry holds, and something to see when there is none. */
function wordsOf ({ text, attachments, subject }: ParsedMessage): string {
  const words = text.trim() || (attachments.length > 0 ? attachments.map(({ filename }) => filename).join(', ') : subject.trim()) || '–'
  return words.slice(0, longestText)
}
