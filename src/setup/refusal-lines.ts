import { InvalidFields, type Refusal } from '../platform/errors.js'
import { translator } from '../platform/i18n/translate.js'

/** What a refusal says at the command line, a line for each field. */
export function presentRefusal (refusal: Refusal): string {
  const t = translator('en')
  if (!(refusal instanceof InvalidFields)) return `${t(refusal.key, refusal.values)}\n`
  return Object.entries(refusal.fields).map(([field, { key, values }]) => `${field}: ${t(key, values)}\n`).join('')
}
