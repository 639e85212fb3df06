import { recordChange } from '../../audit/commands/record-change.js'
import { contrast, isColour } from '../../platform/colour-contrast.js'
import type { Context } from '../../platform/context.js'
import { isEmailAddress } from '../../platform/email-address.js'
import { InvalidFields, Stale, type Message } from '../../platform/errors.js'
import { lockOne } from '../../platform/database/lock.js'
import { isNumberFormat } from '../number-format.js'
import { findOrganisation, forgetOrganisation, type Organisation } from '../organisation.js'
import { Setting } from '../setting.entity.js'

/** The header's text is nearly white, and links stand on nearly white paper. */
const onDoor = '#f4f1e8'
const paper = '#f7f5f1'
const readable = 4.5

/**
 * Saves what the organisation decides about the whole desk. `version` is the one the form was drawn from.
 *
 * @throws InvalidFields, Stale
 */
export async function saveOrganisation (ctx: Context, organisation: Organisation, version: number): Promise<void> {
  checkOrganisation(organisation)
  await ctx.db.transaction(async manager => {
    const setting = await lockOne(manager, Setting, { name: 'organisation' })
    if ((setting?.version ?? 0) !== version) throw new Stale()

    const { version: _, ...before } = await findOrganisation(manager)
    const updatedAt = ctx.clock.now()
    if (setting === null) await manager.insert(Setting, { name: 'organisation', value: organisation, version: 1, updatedAt })
    else await manager.update(Setting, { name: 'organisation' }, { value: { ...organisation }, version: version + 1, updatedAt })
    await recordChange(manager, ctx, { action: 'organisation.updated', subjectType: 'organisation', subjectId: null, subjectName: organisation.name, before: { ...before }, after: { ...organisation } })
  })
  forgetOrganisation()
}

function checkOrganisation ({ name, mailAddress, timeZone, languages, defaultLocale, numberFormat, undoSeconds, openingText, colours }: Organisation): void {
  const problems: Record<string, Message> = {}
  if (name.trim() === '' || name.length > 120) problems.name = { key: 'settings.bad.name' }
  if (!isEmailAddress(mailAddress)) problems.mailAddress = { key: 'settings.bad.mail_address' }
  if (!isZone(timeZone)) problems.timeZone = { key: 'settings.bad.time_zone' }
  if (languages.length === 0) problems.languages = { key: 'settings.bad.languages' }
  else if (!languages.includes(defaultLocale)) problems.defaultLocale = { key: 'settings.bad.default_locale' }
  if (!isNumberFormat(numberFormat)) problems.numberFormat = { key: 'settings.bad.number_format' }
  if (!Number.isInteger(undoSeconds) || undoSeconds < 0 || undoSeconds > 120) problems.undoSeconds = { key: 'settings.bad.undo_seconds' }
  if (openingText.length > 2000) problems.openingText = { key: 'refusal.too_long', values: { limit: 2000, length: openingText.length } }
  if (colours !== null) Object.assign(problems, checkColours(colours))
  if (Object.keys(problems).length > 0) throw new InvalidFields(problems)
}

function checkColours ({ door, brand }: NonNullable<Organisation['colours']>): Record<string, Message> {
  if (!isColour(door)) return { door: { key: 'settings.bad.colour' } }
  if (!isColour(brand)) return { brand: { key: 'settings.bad.colour' } }
  const [onHeader, onPaper] = [contrast(door, onDoor), contrast(brand, paper)].map(ratio => Math.round(ratio * 10) / 10) as [number, number]
  if (onHeader < readable) return { door: { key: 'settings.bad.door_contrast', values: { ratio: onHeader, needed: readable } } }
  if (onPaper < readable) return { brand: { key: 'settings.bad.brand_contrast', values: { ratio: onPaper, needed: readable } } }
  return {}
}

function isZone (name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}
