import type { Department } from '../departments/department.entity.js'
import { translator } from '../platform/i18n/translate.js'
import { oneLine } from '../platform/mail/one-line.js'
import { plainText } from '../platform/mail/paragraphs.js'
import type { Organisation } from '../settings/organisation.js'
import type { Ticket } from '../tickets/ticket.entity.js'
import type { Letter } from './letter.js'
import { readerLocale } from './reader-locale.js'
import { renderMailHtml, renderMailText } from './render-mail.js'
import type { RuleMail } from './rule-mail.js'
import { allowedValues, fillBody, fillSubject, type Wording } from './wording.js'

interface About {
  ticket: Pick<Ticket, 'number'>
  department: Pick<Department, 'name' | 'mailAddress' | 'mailName'>
  organisation: Organisation
}

/** Writes the mail that a rule sends to an address of which nothing else is known; so it holds no link that opens anything. */
export function ruleLetter (to: string, { subject: wanted, text }: Pick<RuleMail, 'subject' | 'text'>, wording: Wording, { ticket: { number }, department, organisation }: About): Letter {
  const locale = readerLocale(null, organisation)
  const t = translator(locale)
  const values = allowedValues('rule_mail', { number, subject: wanted, text, department: department.name, organisation: organisation.name })
  const subject = fillSubject(wording.subject, values, number)
  const sections = fillBody(wording.body, values)
  const view = {
    locale, dir: 'ltr' as const, subject, preheader: oneLine(sections[0] === undefined ? '' : plainText(sections[0].paragraphs), 140), heading: wanted,
    subheading: t('mails.subheading_desk', { number, department: department.name }), move: null, sections, button: null, links: [], earlier: null,
    footer: [t('mails.footer.rule_mail', { organisation: organisation.name })], mute: null
  }
  return {
    from: { address: department.mailAddress ?? organisation.mailAddress, name: oneLine(department.mailName ?? organisation.mailName) }, to: { address: to, name: '' },
    subject, html: renderMailHtml(view), text: renderMailText(view), muteUrl: null
  }
}
