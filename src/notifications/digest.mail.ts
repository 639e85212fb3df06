import { translator } from '../platform/i18n/translate.js'
import { oneLine } from '../platform/mail/one-line.js'
import type { Organisation } from '../settings/organisation.js'
import type { DigestTicket } from './digest-ticket.js'
import type { Letter } from './letter.js'
import { renderMailHtml, renderMailText } from './render-mail.js'
import { readerLocale } from './reader-locale.js'
import type { Desk } from './ticket.mail.js'
import { greeting } from './ticket-values.presenter.js'
import { allowedValues, fillBody, fillSubject, type Wording } from './wording.js'

/** Writes one mail of all that could wait. */
export function digestLetter (reader: { name: string, email: string, locale: string }, tickets: DigestTicket[], wording: Wording, organisation: Organisation, { baseUrl }: Pick<Desk, 'baseUrl'>): Letter {
  const locale = readerLocale(reader.locale, organisation)
  const t = translator(locale)
  const link = `${baseUrl}/desk`
  const values = allowedValues('digest', { greeting: greeting(reader.name, reader.email, t), name: reader.name, organisation: organisation.name, count: t('mails.digest.count', { count: tickets.length }), link })
  const sections = fillBody(wording.body, values)
  const subject = fillSubject(wording.subject, values, null)
  const view = {
    locale,
    dir: 'ltr' as const,
    subject,
    preheader: oneLine(tickets.map(ticket => ticket.subject).join(' · '), 140),
    heading: subject,
    subheading: organisation.name,
    move: null,
    sections,
    button: null,
    links: [...tickets.map(ticket => ({ label: ticket.count === 1 ? ticket.subject : t('mails.digest.line', { subject: ticket.subject, count: ticket.count }), url: `${baseUrl}/desk/tickets/${ticket.ticketId}` })), { label: t('mails.button.digest'), url: link }],
    earlier: null,
    footer: [t('mails.footer.digest')],
    mute: null
  }
  return {
    from: { address: organisation.mailAddress, name: oneLine(organisation.mailName) },
    to: { address: reader.email, name: oneLine(reader.name) },
    subject,
    html: renderMailHtml(view),
    text: renderMailText(view),
    muteUrl: null
  }
}
