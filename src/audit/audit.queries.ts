import type { Reader } from '../platform/database/database.js'
import type { AuditEntry, Difference } from './audit-entry.entity.js'

export interface AuditFilter {
  /** `department`, `agent` … */
  subjectType?: string
  subjectId?: number
  agentId?: number
  from?: Date
  /** Up to but not including this moment. */
  to?: Date
}

/** The last line of a page; the next page begins after it. */
export interface AuditCursor { at: number, id: number }

export interface AuditPage { entries: AuditEntry[], next: AuditCursor | null }

type Row = Omit<AuditEntry, 'at' | 'difference'> & { at: number | string, difference: string }

/** What was changed, newest first, a page at a time by keyset. */
export async function listAuditEntries (reader: Pick<Reader, 'query'>, filter: AuditFilter, { after = null, limit = 50 }: { after?: AuditCursor | null, limit?: number } = {}): Promise<AuditPage> {
  const [conditions, values] = conditionsOf(filter, after)
  const rows = await reader.query(
    `SELECT id, at, agent_id AS agentId, agent_name AS agentName, action, subject_type AS subjectType, subject_id AS subjectId, subject_name AS subjectName, difference
     FROM audit_entries${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`} ORDER BY at DESC, id DESC LIMIT ?`, [...values, limit + 1]
  ) as Row[]

  const entries = rows.slice(0, limit).map(row => ({ ...row, at: new Date(Number(row.at)), difference: JSON.parse(row.difference) as Difference }))
  const last = entries.at(-1)
  return { entries, next: rows.length > limit && last !== undefined ? { at: last.at.getTime(), id: last.id } : null }
}

/** Whose changes there are to look for, by name, also of agents who are switched off. */
export async function listAuditAuthors (reader: Pick<Reader, 'query'>): Promise<Array<{ id: number, name: string }>> {
  return reader.query('SELECT id, name FROM agents WHERE id IN (SELECT agent_id FROM audit_entries) ORDER BY name, id') as Promise<Array<{ id: number, name: string }>>
}

function conditionsOf ({ subjectType, subjectId, agentId, from, to }: AuditFilter, after: AuditCursor | null): [string[], Array<string | number>] {
  const wanted: Array<[string, Array<string | number | undefined>]> = [
    ['subject_type = ?', [subjectType]],
    ['subject_id = ?', [subjectId]],
    ['agent_id = ?', [agentId]],
    ['at >= ?', [from?.getTime()]],
    ['at < ?', [to?.getTime()]],
    ['(at < ? OR (at = ? AND id < ?))', after === null ? [undefined] : [after.at, after.at, after.id]]
  ]
  const asked = wanted.filter(([, values]) => !values.includes(undefined))
  return [asked.map(([condition]) => condition), asked.flatMap(([, values]) => values as Array<string | number>)]
}
