import type { Reader } from '../platform/database/database.js'
import { InvalidFields } from '../platform/errors.js'
import type { CompanyChoice } from './company.queries.js'
import { matching } from './name-order.js'

/** So many names are suggested, and so many are named when what was typed fits none or several. */
export const namesSuggested = 20
const namesTold = 5
/** Characters of all the lines that name companies: each line is looked for by itself. */
const longestLines = 20_000

/** Names of companies in use that have what was typed in them, by name. */
export async function suggestCompanies (reader: Pick<Reader, 'query'>, typed: string): Promise<string[]> {
  return (await withName(reader, [typed.trim()], namesSuggested)).map(({ name }) => name)
}

/**
 * The company in use that somebody means by its name, or by a part of it that no other has; null for an empty text.
 *
 * @param field under which a form shows what is wrong.
 * @throws InvalidFields with the names that come near, when none or several are meant.
 */
export async function findCompanyByName (reader: Pick<Reader, 'query'>, typed: string, field: string): Promise<CompanyChoice | null> {
  const text = typed.trim().slice(0, 190)
  if (text === '') return null
  const fitting = await withName(reader, [text], namesTold + 1)
  const meant = await calledSo(reader, text) ?? (fitting.length === 1 ? fitting[0] : undefined)
  if (meant !== undefined) return meant
  if (fitting.length > 0) throw new InvalidFields({ [field]: { key: 'companies.named.several', values: { text, names: told(fitting) } } })

  const near = await nearTo(reader, text)
  throw new InvalidFields({ [field]: near.length === 0 ? { key: 'companies.named.none', values: { text } } : { key: 'companies.named.near', values: { text, names: told(near) } } })
}

/**
 * The companies that several lines mean, each as {@link findCompanyByName} understands it; those that were chosen
 * before are meant by their names also when they are out of use.
 *
 * @throws InvalidFields for the first line that means none or several, and when there are too many to look for.
 */
export async function findCompaniesByName (reader: Pick<Reader, 'query'>, lines: string, field: string, chosen: readonly CompanyChoice[] = []): Promise<number[]> {
  if (lines.length > longestLines) throw new InvalidFields({ [field]: { key: 'refusal.too_long', values: { limit: longestLines, length: lines.length } } })
  const ids = new Set<number>()
  for (const line of new Set(lines.split('\n').map(line => line.trim()).filter(Boolean))) {
    const meant = chosen.find(({ name }) => name === line) ?? await findCompanyByName(reader, line, field)
    if (meant !== null) ids.add(meant.id)
  }
  return [...ids]
}

async function calledSo (reader: Pick<Reader, 'query'>, text: string): Promise<CompanyChoice | undefined> {
  const rows = await reader.query('SELECT id, name FROM companies WHERE name = ? AND is_active = 1', [text]) as CompanyChoice[]
  const small = rows.length > 0 ? rows : await reader.query("SELECT id, name FROM companies WHERE name LIKE ? ESCAPE '!' AND is_active = 1 LIMIT 2", [matching(text).slice(1, -1)]) as CompanyChoice[]
  return small.length === 1 ? small[0] : undefined
}

/** Companies that share a word with a text, or else how it begins. */
async function nearTo (reader: Pick<Reader, 'query'>, text: string): Promise<CompanyChoice[]> {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(word => word.length > 2).slice(0, 5)
  const sharing = words.length === 0 ? [] : await withName(reader, words, namesTold + 1)
  if (sharing.length > 0) return sharing
  return reader.query("SELECT id, name FROM companies WHERE name LIKE ? ESCAPE '!' AND is_active = 1 ORDER BY name, id LIMIT ?", [matching(Array.from(text).slice(0, 3).join('')).slice(1), namesTold + 1]) as Promise<CompanyChoice[]>
}

async function withName (reader: Pick<Reader, 'query'>, parts: readonly string[], limit: number): Promise<CompanyChoice[]> {
  return reader.query(
    `SELECT id, name FROM companies WHERE (${parts.map(() => "name LIKE ? ESCAPE '!'").join(' OR ')}) AND is_active = 1 ORDER BY name, id LIMIT ?`, [...parts.map(matching), limit]
  ) as Promise<CompanyChoice[]>
}

const told = (companies: readonly CompanyChoice[]): string => companies.slice(0, namesTold).map(({ name }) => name).join(', ') + (companies.length > namesTold ? ', …' : '')
