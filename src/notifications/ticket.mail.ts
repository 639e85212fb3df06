import { oneLine } from '../platform/mail/one-line.js'
import { plainText } from '../platform/mail/paragraphs.js'
import type { Mailbox } from '../platform/mail/transport.js'
import { createFormat, type Format } from '../platform/i18n/format.js'
import { translator, type Translate } from '../platform/i18n/translate.js'
import type { Signer } from '../platform/security/signer.js'
import type { Locale } from '../words/catalogue.js'
import { linkExpiry, ticketLinkPath, type LinkPurpose } from '../tickets/mailed-links.js'
import { writtenText } from '../tickets/written-text.js'
import type { Letter } from './letter.js'
import { publicMove } from './public-move.presenter.js'
import { readerLocale } from './reader-locale.js'
import type { Recipient } from './recipients.js'
import { renderMailHtml, renderMailText, type MailLink, type MailSection, type MailView } from './render-mail.js'
import type { PublicPerson, Snapshot } from './snapshot.queries.js'
import { templateKind } from './templates.js'
import { firstName, ticketValues } from './ticket-values.presenter.js'
import { allowedValues, fillBody, fillSubject, type Wording } from './wording.js'

export interface Desk { baseUrl: string, signer: Signer, now: Date }

/** Writes the mail about an event to one reader. `others` are the names of those who get it too. */
export function ticketLetter (snapshot: Snapshot, recipient: Recipient, wording: Wording, others: string[], desk: Desk): Letter {
  const { organisation, author } = snapshot
  const { name, email, locale } = recipient.kind === 'person' ? recipient.person : recipient.agent
  const language = readerLocale(locale, organisation)
  const timeZone = (recipient.kind === 'agent' ? recipient.agent.timeZone : null) ?? organisation.timeZone
  const [t, format] = [translator(language), createFormat(language, timeZone, () => desk.now)]

  const view = ticketView(snapshot, recipient, wording, others, desk, language, t, format)
  const byAgent = templateKind(recipient.template).byAgent === true && author !== null
  const house = sender(snapshot)
  return {
    from: { address: house.address, name: byAgent ? oneLine(t('mails.from', { agent: author.name, organisation: house.name })) : house.name },
    to: { address: email, name: oneLine(name) },
    subject: view.subject,
    html: renderMailHtml(view),
    text: renderMailText(view),
    muteUrl: view.mute?.url ?? null
  }
}

/** The address that a ticket's mails come from: the department's, or else the organisation's. */
function sender ({ department, organisation }: Snapshot): Mailbox {
  return { address: department.mailAddress ?? organisation.mailAddress, name: oneLine(department.mailName ?? organisation.mailName) }
}

function ticketView (snapshot: Snapshot, recipient: Recipient, wording: Wording, others: string[], desk: Desk, language: Locale, t: Translate, format: Format): MailView {
  const { ticket, department, organisation } = snapshot
  const { button, links, mute } = linksFor(snapshot, recipient, desk, t)
  const values = allowedValues(recipient.template, { ...ticketValues(snapshot, recipient, t, format), link: button.url })
  const sections = fillBody(wording.body, values).map(section => quoted(section, recipient))
  const isPublic = recipient.kind === 'person'

  return {
    locale: language,
    dir: 'ltr',
    subject: fillSubject(wording.subject, values, ticket.number),
    preheader: oneLine(sections[0] === undefined ? '' : plainText(sections[0].paragraphs), 140),
    heading: values.subject ?? ticket.subject,
    subheading: isPublic ? t('mails.subheading', { number: ticket.number, organisation: organisation.name }) : t('mails.subheading_desk', { number: ticket.number, department: department.name }),
    move: isPublic ? publicMove(snapshot, recipient.person.id, desk.now, language, t, format) : null,
    sections,
    button,
    links,
    earlier: earlier(snapshot, recipient, t, format),
    footer: isPublic ? publicFooter(recipient, others, snapshot.takesAnswers, desk, t, format) : deskFooter(snapshot, recipient, t),
    mute
  }
}

/** What a requester wrote stands as a quotation in mails to agents; a reply is the mail itself. */
const quoted = (section: MailSection, { kind }: Recipient): MailSection => section.kind === 'text' && kind === 'agent' ? { ...section, kind: 'quote' } : section

function linksFor ({ ticket, requester, author }: Snapshot, recipient: Recipient, { baseUrl, signer, now }: Desk, t: Translate): { button: MailLink, links: MailLink[], mute: MailLink | null } {
  if (recipient.kind === 'agent') return { button: { label: t('mails.button.ticket'), url: `${baseUrl}/desk/tickets/${ticket.id}` }, links: [], mute: null }

  const { person } = recipient
  const url = (purpose: LinkPurpose) => baseUrl + ticketLinkPath(signer, purpose, { ticketId: ticket.id, personId: person.id, linkEpoch: person.linkEpoch }, now)
  const whole = { label: t('mails.link.whole'), url: url('ticket') }
  const mute = person.id === requester.id ? null : { label: t('mails.link.mute'), url: `${whole.url}/mute` }
  const asksRequester = person.id === requester.id && ticket.state === 'resolved'

  switch (recipient.template) {
    case 'solution':
    case 'close_reminder': return asksRequester ? { button: { label: t('mails.button.solve'), url: url('solve') }, links: [whole], mute } : { button: { ...whole, label: t('mails.button.see_request') }, links: [], mute }
    case 'follow_up': return { button: { label: t('mails.button.rate'), url: url('feedback') }, links: [whole], mute }
    case 'new_reply': return author === null ? { button: { ...whole, label: t('mails.button.see_request') }, links: [], mute } : { button: { ...whole, label: t('mails.button.answer', { name: firstName(author.name) }) }, links: [whole], mute }
    case 'request_received': return { button: { ...whole, label: t('mails.button.see') }, links: [], mute }
    default: return { button: { ...whole, label: t('mails.button.see_request') }, links: [], mute }
  }
}

function earlier ({ earlier: entry }: Snapshot, { kind, template, ...reader }: Recipient, t: Translate, format: Format): MailView['earlier'] {
  if (entry === null || !['new_reply', 'solution', 'requester_answered'].includes(template)) return null
  const isOwn = kind === 'person' && entry.personId === (reader as { person: PublicPerson }).person.id
  return { title: t('mails.earlier'), lines: [t('mails.earlier_line', { author: isOwn ? t('mails.you') : entry.authorName, when: format.dateTime(entry.createdAt), text: oneLine(writtenText(entry), 160) })] }
}

function publicFooter ({ template }: Recipient, others: string[], takesAnswers: boolean, { now }: Desk, t: Translate, format: Format): string[] {
  const told = others.length > 0 && ['new_reply', 'solution', 'closed'].includes(template)
  return [
    told ? t('mails.footer.others', { count: others.length, names: others.join(', ') }) : '',
    takesAnswers ? t('mails.footer.answer_by_mail') : template === 'new_reply' ? t('mails.footer.answer') : '',
    t('mails.footer.link', { date: format.date(linkExpiry(now)) })
  ].filter(line => line !== '')
}

/** Whoever is only asked to look cannot answer the requester. */
function deskFooter ({ takesAnswers, requester }: Snapshot, { template }: Recipient, t: Translate): string[] {
  return [...takesAnswers && template !== 'ticket_referred' ? [t('mails.footer.desk_answer', { requester: oneLine(requester.name) })] : [], t('mails.footer.desk')]
}
