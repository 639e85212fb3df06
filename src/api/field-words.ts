import type { Translate } from '../platform/i18n/translate.js'
import { apiFieldsEn } from '../words/en/api-fields.js'

type FieldKey = keyof typeof apiFieldsEn

const isKnown = (key: string): key is FieldKey => Object.hasOwn(apiFieldsEn, key)

/** What a field means, when its name does not say it: as its operation or answer has it, or wherever it stands. */
export function wordsOfField (name: string, owner: string, t: Translate): { description?: string } {
  const key = [`api.field.${owner}.${name}`, `api.field.${name}`].find(isKnown)
  return key === undefined ? {} : { description: t(key) }
}
