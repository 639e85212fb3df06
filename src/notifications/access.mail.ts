import type { AccessMail } from '../accounts/access-mail.js'
import { tokenLives } from '../accounts/one-time-tokens.js'
import { longDuration } from '../platform/i18n/long-duration.js'
import { translator } from '../platform/i18n/translate.js'
import { oneLine } from '../platform/mail/one-line.js'
import { plainText } from '../platform/mail/paragraphs.js'
import type { Organisation } from '../settings/organisation.js'
import type { Letter } from './letter.js'
import { renderMailHtml, renderMailText } from './render-mail.js'
import type { TemplateName } from './templates.js'
import { readerLocale } from './reader-locale.js'
import { greeting } from './ticket-values.presenter.js'
import { allowedValues, fillBody, fillSubject, type Wording } from './wording.js'

type Purpose = AccessMail['purpose']

/** The mail that each purpose sends, and the page that its link opens. A GET there uses nothing up. */
export const accessMails = {
  sign_in: { template: 'sign_in_link', path: '/sign-in/link/' },
  code: { template: 'code', path: '/sign-in/code' },
  reset_person: { template: 'reset_password', path: '/password/' },
  reset_agent: { template: 'reset_password', path: '/desk/password/' },
  invite_agent: { template: 'invite_agent', path: '/desk/password/' }
} as const satisfies Record<Purpose, { template: TemplateName, path: string }>

export interface AccessReader { name: string, email: string, locale: string | null }

/** Writes the mail that lets somebody in. The secret is in its text and nowhere else in the clear. */
export function accessLetter (purpose: Purpose, reader: AccessReader, secret: string, number: string, wording: Wording, organisation: Organisation, baseUrl: string): Letter {
  const { template, path } = accessMails[purpose]
  const locale = readerLocale(reader.locale, organisation)
  const t = translator(locale)
  const link = purpose === 'code' ? '' : `${baseUrl}${path}${secret}`

  const values = allowedValues(template, {
    greeting: greeting(reader.name, reader.email, t),
    name: reader.name,
    organisation: organisation.name,
    number,
    code: purpose === 'code' ? secret : '',
    valid_for: longDuration(tokenLives[purpose], locale),
    link
  })
  const sections = fillBody(wording.body, values)
  const subject = fillSubject(wording.subject, values, null)
  const view = {
    locale,
    dir: 'ltr' as const,
    subject,
    // Never the code: mail programs show this line on locked screens.
    preheader: oneLine(sections.filter(({ kind }) => kind === 'words').slice(0, 2).map(({ paragraphs }) => plainText(paragraphs)).join(' '), 140),
    heading: subject,
    subheading: subject.includes(organisation.name) ? '' : organisation.name,
    move: null,
    sections,
    button: purpose === 'code' ? null : { label: t(`mails.button.${accessMails[purpose].template}`), url: link },
    links: [],
    earlier: null,
    footer: [],
    mute: null
  }
  return {
    from: { address: organisation.mailAddress, name: oneLine(organisation.mailName) },
    to: { address: reader.email, name: oneLine(reader.name) },
    subject: view.subject,
    html: renderMailHtml(view),
    text: renderMailText(view),
    muteUrl: null
  }
}
