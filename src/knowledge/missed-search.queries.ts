import type { Reader } from '../platform/database/database.js'
import type { MissedSearch } from './missed-search.entity.js'

export type MissedLine = Pick<MissedSearch, 'id' | 'term' | 'times' | 'byAgents' | 'firstOn' | 'lastOn'>
/** By how often and by number. */
export interface MissedCursor { at: number, id: number }

/** A page of what was looked for and not found, most often first, and where the next page begins. */
export async function listMissedSearches (reader: Reader, { after, limit }: { after: MissedCursor | null, limit: number }): Promise<{ searches: MissedLine[], next: MissedCursor | null }> {
  const place = after === null ? { sql: '', values: [] } : { sql: ' WHERE times <= ? AND (times < ? OR id < ?)', values: [after.at, after.at, after.id] }
  const rows = await reader.query(`SELECT id, term, times, by_agents AS byAgents, first_on AS firstOn, last_on AS lastOn FROM missed_searches${place.sql} ORDER BY times DESC, id DESC LIMIT ${limit + 1}`, place.values) as MissedLine[]
  const searches = rows.slice(0, limit)
  const last = searches.at(-1)
  return { searches, next: rows.length > limit && last !== undefined ? { at: last.times, id: last.id } : null }
}
