import { isGroup, type Condition, type Group } from './condition.js'
import type { Named } from './known.queries.js'

/** Stands before what was typed as a company and means none, or several; {@link companyTyped} tells the rest. */
const unknown = '?'

/**
 * Conditions as typed, with the ids of the companies that are named: each by its name, or by a part of it that no other
 * in use has. A list to tick would be too long where there are thousands.
 */
export function withCompanyIds ({ match, parts }: Group, companies: readonly Named[]): Group {
  return { match, parts: parts.map(part => isGroup(part) ? withCompanyIds(part, companies) : withIds(part, companies)) }
}

function withIds (condition: Condition, companies: readonly Named[]): Condition {
  if (condition.field !== 'company') return condition
  return { ...condition, value: condition.value.map(text => meant(text, companies) ?? `${unknown}${text}`) }
}

function meant (text: string, companies: readonly Named[]): string | null {
  const number = /^#(\d{1,9})$/.exec(text)?.[1]
  if (number !== undefined) return number
  const small = text.toLowerCase()
  const called = companies.filter(({ name }) => name.toLowerCase() === small)
  const fitting = called.length > 0 ? called : companies.filter(({ name }) => name.toLowerCase().includes(small))
  const one = companies.find(({ name }) => name === text) ?? (fitting.length === 1 ? fitting[0] : undefined)
  return one === undefined ? null : String(one.id)
}

/** What was typed where no single company was meant; null where one is. */
export const companyTyped = (value: string): string | null => value.startsWith(unknown) ? value.slice(unknown.length) : null

/** The companies of a condition as its field shows them: by name, and by number, as in a file of rules, when out of use. */
export function companyNames (value: readonly string[], companies: readonly Named[]): string[] {
  return value.map(each => companyTyped(each) ?? companies.find(({ id }) => String(id) === each)?.name ?? `#${each}`)
}
