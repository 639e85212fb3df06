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
