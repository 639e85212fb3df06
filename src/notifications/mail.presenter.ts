import type { Actor } from '../platform/actor.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { paragraphsOf, type Paragraph } from '../platform/mail/paragraphs.js'
import type { Mail, MailState } from './mail.entity.js'
import { mailPolicy, opensAccount } from './mail.policy.js'
import { mailStates, type MailFilter, type MailRow } from './mail.queries.js'
import { isTemplateName, templateNames } from './templates.js'

/** A modifier of the status pill; what has failed is drawn as late. */
const looks: Record<MailState, string> = { queued: 'status-new', sent: 'status-open', kept: 'status-hold', failed: '', held: 'status-hold' }

interface Became { label: string, look: string, isBad: boolean, why: string }
export interface MailLine { id: number, path: string, at: Date, to: string, address: string, subject: string, became: Became }

/** A line of the log: what was sent to whom, what became of it and why. */
export function presentMailLine (mail: MailRow, t: Translate): MailLine {
  return {
    id: mail.id,
    path: `/admin/mails/${mail.id}`,
    at: new Date(Number(mail.createdAt)),
    to: mail.toName || mail.toAddress,
    address: mail.toAddress,
    subject: mail.subject,
    became: presentState(mail, t)
  }
}

/** What became of a mail and why, in words. */
export function presentState ({ state, attempts, lastError, bouncedAt, bounceText }: Pick<Mail, 'state' | 'attempts' | 'lastError' | 'bounceText'> & { bouncedAt: Date | number | null }, t: Translate): Became {
  if (bouncedAt !== null) return { label: t('mails.state.bounced'), look: '', isBad: true, why: bounceText ?? '' }
  const why = {
    queued: attempts === 0 ? t('mails.log.queued_new') : t('mails.log.queued_retry', { tries: attempts, error: lastError ?? '' }),
    sent: t('mails.log.sent_after', { tries: attempts }),
    kept: t('mails.log.kept_why'),
    held: t('mails.log.held_why'),
    failed: lastError ?? ''
  }[state]
  return { label: t(`mails.state.${state}`), look: looks[state], isBad: state === 'failed', why }
}

export interface FilterView {
  chips: Array<{ href: string, label: string, count: string | null, current: boolean }>
  templates: Array<{ value: string, label: string }>
  address: string, template: string, ticket: string, state: string
  isOn: boolean
}

/** The filter as it is, with a way to each of its states. */
export function presentFilter (filter: MailFilter, counts: Record<MailState, number>, cap: number, t: Translate, format: Format): FilterView {
  const chip = (state: MailState | undefined) => ({
    href: mailsPath({ ...filter, state, before: undefined }),
    label: state === undefined ? t('mails.log.all') : t(`mails.state.${state}`),
    count: state === undefined || state === 'sent' ? null : format.capped(counts[state], cap),
    current: filter.state === state
  })
  return {
    chips: [chip(undefined), ...mailStates.map(chip)],
    templates: [{ value: '', label: t('mails.log.any_template') }, ...templateNames.map(value => ({ value, label: t(`mails.name.${value}`) }))],
    address: filter.address ?? '',
    template: filter.template ?? '',
    ticket: filter.ticketNumber ?? '',
    state: filter.state ?? '',
    isOn: [filter.address, filter.template, filter.ticketNumber, filter.state].some(value => value !== undefined)
  }
}

/** The log's address under a filter. */
export function mailsPath ({ state, template, ticketNumber, address, before }: MailFilter): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ state, template, ticket: ticketNumber, address, before })) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? '/admin/mails' : `/admin/mails?${query.toString()}`
}

export type MailPageView = ReturnType<typeof presentMail>

/** One mail of the log. Its links are shown only where they are the only way to follow them. */
export function presentMail (mail: Mail, ticketNumber: string | null, actor: Actor, t: Translate) {
  const mayRead = mailPolicy.readBody(actor, mail)
  return {
    id: mail.id,
    path: `/admin/mails/${mail.id}`,
    subject: mail.subject,
    became: presentState(mail, t),
    kind: isTemplateName(mail.template) ? t(`mails.name.${mail.template}`) : mail.template,
    from: mailbox(mail.fromName, mail.fromAddress),
    to: mailbox(mail.toName, mail.toAddress),
    createdAt: mail.createdAt,
    sentAt: mail.sentAt,
    attempts: mail.attempts,
    error: mail.lastError,
    ticket: ticketNumber === null ? null : { number: ticketNumber, path: `/desk/tickets/${mail.ticketId}` },
    messageId: mail.messageId,
    headers: Object.entries(mail.headers).map(([name, value]) => ({ name, value: withoutLinks(mail, value) })),
    mayRetry: mailPolicy.retry(mail),
    bodyPath: mayRead ? `/admin/mails/${mail.id}/body` : null,
    text: mayRead ? presentText(mail) : [],
    secret: mayRead || !opensAccount(mail) ? null : mail.html === '' ? t('mails.show.secret_gone') : t('mails.show.secret_hidden')
  }
}

function presentText (mail: Mail): Paragraph[] {
  const paragraphs = paragraphsOf(withoutLinks(mail, mail.text))
  return mail.state === 'kept' ? paragraphs : paragraphs.map(lines => lines.map(pieces => pieces.map(({ text }) => ({ text, href: null }))))
}

/** Takes the signature out of links to requests: they are for the reader of the mail, unless that is whoever reads this log. */
export function withoutLinks ({ state }: Pick<Mail, 'state'>, text: string): string {
  return state === 'kept' ? text : text.replace(/\/r\/[\w-]+\.[\w-]+/g, '/r/…')
}

const mailbox = (name: string, address: string): string => name === '' ? address : `${name} <${address}>`
