import { createFormat } from '../platform/i18n/format.js'
import { translator } from '../platform/i18n/translate.js'
import { oneLine } from '../platform/mail/one-line.js'
import type { Organisation } from '../settings/organisation.js'
import type { AdminNotice } from './admin-notice.js'
import type { Letter } from './letter.js'
import { readerLocale } from './reader-locale.js'
import { renderMailHtml, renderMailText } from './render-mail.js'
import { greeting } from './ticket-values.presenter.js'
import { allowedValues, fillBody, fillSubject, type Wording } from './wording.js'

export interface NoticeReader { name: string, email: string, locale: string | null, timeZone: string | null }

/** Writes the mail that tells an admin of trouble with the house itself. */
export function adminNoticeLetter (reader: NoticeReader, notice: Pick<AdminNotice, 'words' | 'instants' | 'inner' | 'path'>, wording: Wording, organisation: Organisation, { baseUrl, now }: { baseUrl: string, now: Date }): Letter {
  const locale = readerLocale(reader.locale, organisation)
  const [t, format] = [translator(locale), createFormat(locale, reader.timeZone ?? organisation.timeZone, () => now)]
  const instants = Object.entries(notice.instants ?? {}).map(([name, at]) => [name, format.dateTime(new Date(at))])
  const inner = Object.entries(notice.inner ?? {}).map(([name, { key, values }]) => [name, t(key, values)])
  const text = t(notice.words.key, { ...notice.words.values, ...Object.fromEntries([...instants, ...inner]) as Record<string, string> })
  const link = `${baseUrl}${notice.path}`
  const values = allowedValues('admin_notice', { greeting: greeting(reader.name, reader.email, t), name: reader.name, organisation: organisation.name, text, link })
  const subject = fillSubject(wording.subject, values, null)
  const view = {
    locale, dir: 'ltr' as const, subject, preheader: oneLine(text, 140), heading: subject, subheading: '', move: null, sections: fillBody(wording.body, values),
    button: { label: t('mails.button.admin_notice'), url: link }, links: [], earlier: null, footer: [t('mails.footer.admin_notice')], mute: null
  }
  return {
    from: { address: organisation.mailAddress, name: oneLine(organisation.mailName) }, to: { address: reader.email, name: oneLine(reader.name) },
    subject, html: renderMailHtml(view), text: renderMailText(view), muteUrl: null
  }
}
