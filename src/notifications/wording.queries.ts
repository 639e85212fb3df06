import { In } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import type { Locale } from '../words/catalogue.js'
import { MailTemplate } from './mail-template.entity.js'
import type { TemplateName } from './templates.js'
import { standardWording, type Wording } from './wording.js'

/** The wordings that hold for the whole organisation stand under this department. */
export const organisationWide = 0

/** How a mail is worded in a language: as the department wants it, or else the organisation, or else as we do. */
export async function findWording (reader: Reader, name: TemplateName, locale: Locale, departmentId = organisationWide): Promise<Wording> {
  const own = await reader.find(MailTemplate, { where: { name, locale, departmentId: In([organisationWide, departmentId]) }, order: { departmentId: 'DESC' }, take: 1 })
  return own[0] ?? standardWording(name, locale)
}

/** The templates that admins have reworded for a department, as “name locale”. */
export async function listOwnWordings (reader: Reader, departmentId = organisationWide): Promise<Set<string>> {
  const rows = await reader.find(MailTemplate, { select: { id: true, name: true, locale: true }, where: { departmentId } })
  return new Set(rows.map(({ name, locale }) => `${name} ${locale}`))
}

/** A department's wording with the version that a form carries; 0 for the one that it takes over. */
export async function findWordingToEdit (reader: Reader, name: TemplateName, locale: Locale, departmentId = organisationWide): Promise<Wording & { version: number }> {
  const own = await reader.findOneBy(MailTemplate, { name, locale, departmentId })
  return own === null ? { ...await findWording(reader, name, locale), version: 0 } : { subject: own.subject, body: own.body, version: own.version }
}
