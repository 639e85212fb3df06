import type { Reader } from '../platform/database/database.js'
import type { Locale } from '../words/catalogue.js'
import { MailTemplate } from './mail-template.entity.js'
import type { TemplateName } from './templates.js'
import { standardWording, type Wording } from './wording.js'

/** How a mail is worded in a language: as an admin wrote it, or else as we do. */
export async function findWording (reader: Reader, name: TemplateName, locale: Locale): Promise<Wording> {
  const own = await reader.findOneBy(MailTemplate, { name, locale })
  return own ?? standardWording(name, locale)
}

/** The templates that admins have reworded, as “name locale”. */
export async function listOwnWordings (reader: Reader): Promise<Set<string>> {
  const rows = await reader.find(MailTemplate, { select: { id: true, name: true, locale: true } })
  return new Set(rows.map(({ name, locale }) => `${name} ${locale}`))
}

/** A wording with the version that a form carries; 0 for our own. */
export async function findWordingToEdit (reader: Reader, name: TemplateName, locale: Locale): Promise<Wording & { version: number }> {
  const own = await reader.findOneBy(MailTemplate, { name, locale })
  return own === null ? { ...standardWording(name, locale), version: 0 } : { subject: own.subject, body: own.body, version: own.version }
}
