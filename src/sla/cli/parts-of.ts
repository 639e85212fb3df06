import { InvalidFields } from '../../platform/errors.js'
import type { WordKey, WordValues } from '../../words/catalogue.js'

/**
 * What a JSON object holds, by names that it may have. Another name is refused rather than passed over: it is
 * more likely mistyped than meant for nobody.
 *
 * @throws InvalidFields
 */
export function partsOf <Name extends string> (value: unknown, field: string, names: readonly Name[]): Partial<Record<Name, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, 'sla.cli.no_object', { found: excerptOf(value), names: names.join(', ') })
  for (const name of Object.keys(value)) {
    if (!names.includes(name as Name)) refuse(field, 'sla.cli.unknown_name', { name: excerptOf(name), names: names.join(', ') })
  }
  return value as Partial<Record<Name, unknown>>
}

/** @throws InvalidFields always. */
export function refuse (field: string, key: WordKey, values: WordValues = {}): never {
  throw new InvalidFields({ [field]: { key, values } })
}

/** As it was written, as far as one wants to read it in an error. */
export function excerptOf (value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? ''
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
