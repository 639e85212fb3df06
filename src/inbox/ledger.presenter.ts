import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { ParsedMessage } from '../platform/mime/parsed-message.js'
import type { IncomingMessage } from './incoming-message.entity.js'
import { groupNames, ledgerPath, type LedgerFilter } from './ledger-filter.js'
import type { IncomingRow, LedgerRow, OutgoingRow } from './ledger.queries.js'
import { ledgerPolicy } from './ledger.policy.js'

export interface Became { label: string, look: string, isBad: boolean, why: string }
export interface LedgerLine { path: string, at: Date, who: string, note: string, subject: string, became: Became, runAgainPath: string | null, openLabel: string }

/** A line of the ledger: who wrote what to whom, what became of it and why. */
export function presentLedgerLine ({ direction, row }: LedgerRow, t: Translate): LedgerLine {
  return direction === 'in' ? presentIncoming(row, t) : presentOutgoing(row, t)
}

function presentIncoming (row: IncomingRow, t: Translate): LedgerLine {
  const who = row.fromName || row.fromAddress || t('inbox.ledger.no_sender')
  return {
    path: `/admin/ledger/${row.id}`,
    at: new Date(row.at),
    who,
    note: row.mailboxName ?? '',
    subject: row.subject || t('inbox.ledger.no_subject'),
    became: presentBecame(row, row.ticketNumber, t),
    runAgainPath: row.state === 'set_aside' ? `/admin/ledger/${row.id}/runs` : null,
    openLabel: t('inbox.ledger.open_in', { who })
  }
}

/** What became of a message that came in, in words. */
export function presentBecame ({ state, outcome, reason, lastError }: Pick<IncomingMessage, 'state' | 'outcome' | 'reason' | 'lastError'>, ticketNumber: string | null, t: Translate): Became {
  const why = reason === null ? lastError ?? '' : t(reason.key, reason.values)
  if (state === 'set_aside') return { label: t('inbox.ledger.state.set_aside'), look: '', isBad: true, why: reason === null ? lastError ?? '' : why }
  if (state !== 'done' || outcome === null) return { label: t(`inbox.ledger.state.${state}`), look: state === 'stored' ? 'status-new' : 'status-hold', isBad: false, why }
  const looks: Record<NonNullable<typeof outcome>, string> = { ticket: 'status-new', message: 'status-solved', agent_reply: 'status-solved', agent_note: 'status-solved', bounce: '', automatic: 'status-hold', own: 'status-hold', dropped: 'status-hold' }
  return { label: t(`inbox.ledger.outcome.${outcome}`, { number: ticketNumber ?? '' }), look: looks[outcome], isBad: false, why }
}

function presentOutgoing (row: OutgoingRow, t: Translate): LedgerLine {
  const who = row.toName || row.toAddress
  const isBack = row.bouncedAt !== null
  const looks: Record<typeof row.state, string> = { queued: 'status-new', sent: 'status-open', kept: 'status-hold', held: 'status-hold', failed: '' }
  const whys: Record<typeof row.state, string> = {
    queued: row.attempts === 0 ? t('mails.log.queued_new') : t('mails.log.queued_retry', { tries: row.attempts, error: row.lastError ?? '' }),
    sent: t('mails.log.sent_after', { tries: row.attempts }), kept: t('mails.log.kept_why'), held: t('mails.log.held_why'), failed: row.lastError ?? ''
  }
  return {
    path: `/admin/mails/${row.id}`,
    at: new Date(row.at),
    who: t('inbox.ledger.to', { who }),
    note: '',
    subject: row.subject,
    became: { label: t(isBack ? 'mails.state.bounced' : `mails.state.${row.state}`), look: isBack ? '' : looks[row.state], isBad: isBack || row.state === 'failed', why: isBack ? row.bounceText ?? '' : whys[row.state] },
    runAgainPath: null,
    openLabel: t('inbox.ledger.open_out', { who })
  }
}

export type LedgerFilterView = ReturnType<typeof presentLedgerFilter>

/** The filter as it is, with a way to each other one. */
export function presentLedgerFilter (filter: LedgerFilter, { setAside, quarantined }: { setAside: number, quarantined: number }, mailboxes: Array<{ id: number, name: string }>, cap: number, t: Translate, format: Format) {
  const counts: Partial<Record<string, number>> = { set_aside: setAside, quarantined }
  const chip = (label: string, change: Partial<LedgerFilter>, count?: number) => ({
    href: ledgerPath({ ...filter, ...change }), label, count: count === undefined || count === 0 ? null : format.capped(count, cap), current: filter.direction === (change.direction ?? null) && filter.group === (change.group ?? null)
  })
  return {
    chips: [
      chip(t('inbox.ledger.all'), { direction: null, group: null }), chip(t('inbox.ledger.in'), { direction: 'in', group: null }), chip(t('inbox.ledger.out'), { direction: 'out', group: null }),
      ...groupNames.map(group => chip(t(`inbox.ledger.group.${group}`), { direction: null, group }, counts[group]))
    ],
    mailboxes: [{ value: '', label: t('inbox.ledger.any_mailbox') }, ...mailboxes.map(({ id, name }) => ({ value: id, label: name }))],
    mailbox: filter.mailboxId ?? '',
    direction: filter.direction,
    group: filter.group,
    search: filter.search.text,
    isOn: filter.direction !== null || filter.group !== null || filter.mailboxId !== null || filter.search.kind !== 'none'
  }
}

export interface ParsedView { text: string[], files: string[], from: string, to: string, subject: string, automatic: string, problems: string }

/** What was understood of a message: its words line by line, its files, and what is odd. */
export function presentParsed ({ from, to, cc, subject, visibleText, attachments, automatic, problems }: ParsedMessage, format: Format): ParsedView {
  const address = ({ name, address: at }: { name: string, address: string }) => name === '' ? at : `${name} <${at}>`
  return {
    from: from === null ? '' : address(from),
    to: [...to, ...cc].slice(0, 20).map(address).join(', '),
    subject,
    automatic: automatic ?? '',
    problems: problems.join(', '),
    text: visibleText.slice(0, 20_000).split('\n'),
    files: attachments.slice(0, 50).map(({ filename, contentType, size }) => `${filename} (${contentType}, ${format.fileSize(size)})`)
  }
}

export type IncomingView = ReturnType<typeof presentIncomingPage>

/** One message with all that we know of it, and what may be done with it. */
export function presentIncomingPage (message: IncomingMessage, ticketNumber: string | null, mailboxName: string | null, headers: Array<{ name: string, value: string }>, parsed: ParsedView | null, t: Translate, format: Format) {
  const path = `/admin/ledger/${message.id}`
  return {
    path,
    version: message.version,
    subject: message.subject || t('inbox.ledger.no_subject'),
    became: presentBecame(message, ticketNumber, t),
    facts: [
      { name: t('inbox.ledger.from'), value: [message.fromName, message.fromAddress && `<${message.fromAddress}>`].filter(Boolean).join(' ') || t('inbox.ledger.no_sender') },
      { name: t('inbox.ledger.envelope'), value: `${message.envelopeFrom ?? ''} → ${(message.envelopeTo ?? []).join(', ')}` },
      { name: t('inbox.ledger.door'), value: [t(`inbox.ledger.door.${message.door}`), mailboxName].filter(Boolean).join(', ') },
      { name: t('inbox.ledger.received'), value: format.dateTime(message.receivedAt) },
      { name: t('inbox.ledger.size'), value: format.fileSize(message.size) },
      { name: t('mails.show.message_id'), value: message.messageId ?? '' },
      { name: t('inbox.ledger.problems'), value: (message.problems ?? []).join(', ') }
    ].filter(({ value }) => value !== '' && value !== ' → '),
    ticket: ticketNumber === null ? null : { number: ticketNumber, path: `/desk/tickets/${message.ticketId}` },
    headers,
    parsed,
    rawPath: `${path}/raw`,
    may: { runAgain: ledgerPolicy.runAgain(message), release: ledgerPolicy.release(message), discard: ledgerPolicy.discard(message), move: ledgerPolicy.move(message) }
  }
}
