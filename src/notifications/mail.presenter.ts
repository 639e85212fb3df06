import type { Actor } from '../platform/actor.js'
import type { Translate } from '../platform/i18n/translate.js'
import { paragraphsOf, type Paragraph } from '../platform/mail/paragraphs.js'
import type { Mail, MailState } from './mail.entity.js'
import { mailPolicy, opensAccount } from './mail.policy.js'
import { isTemplateName } from './templates.js'

/** A modifier of the status pill; what has failed is drawn as late. */
const looks: Record<MailState, string> = { queued: 'status-new', sent: 'status-open', kept: 'status-hold', failed: '', held: 'status-hold' }

interface Became { label: string, look: string, isBad: boolean, why: string }

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
