import type { AgentActor } from '../platform/actor.js'
import { minute } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { seenBy } from './referral.queries.js'
import { commonConditions, listRecordsById, type Condition, type RecordFilter, type RecordPage } from './ticket-records.queries.js'

/** Lines of history that one page looks at, so that it costs the same however long ago its moment is. */
const mostLines = 20_000

/** Lines are numbered in the order in which they are written, which may differ a little from that of their moments. */
const disorder = 5 * minute

/**
 * A page of the tickets that the agent may see and to which something happened at a moment or later, in the order in which it last did. A page may
 * hold fewer than asked, and even none, and yet have a next one. Unlike other lists, it holds what was merged or binned too.
 *
 * @param after the number of the line of history behind which to go on; null begins at `since`.
 */
export async function listChangedTickets (reader: Reader, actor: AgentActor, filter: RecordFilter, { since, after, limit }: { since: Date, after: number | null, limit: number }): Promise<RecordPage> {
  const seen = seenBy(actor)
  const [{ last }] = await reader.query('SELECT MAX(id) AS last FROM ticket_events') as [{ last: number | null }]
  if (last === null) return { records: [], next: null }

  const from = after ?? await lineBefore(reader, since.getTime() - disorder, last)
  const upTo = from + mostLines
  const conditions = conditionsOf(filter)
  const rows = await reader.query(`
    SELECT e.id AS line, e.ticket_id AS id FROM ticket_events e JOIN tickets t ON t.id = e.ticket_id
    WHERE e.id > ? AND e.id <= ? AND e.at >= ? AND ${seen.sql} ${conditions.map(({ sql }) => `AND ${sql}`).join(' ')}
      AND NOT EXISTS (SELECT 1 FROM ticket_events n WHERE n.ticket_id = e.ticket_id AND n.id > e.id)
    ORDER BY e.id LIMIT ${limit + 1}`, [from, upTo, since.getTime(), ...seen.values, ...conditions.flatMap(({ values }) => values)]) as Array<{ line: number, id: number }>

  const page = rows.slice(0, limit)
  const end = rows.length > limit ? page.at(-1)?.line : upTo < last ? upTo : undefined
  return { records: await listRecordsById(reader, actor, page.map(({ id }) => id)), next: end === undefined ? null : { at: 0, id: end } }
}

function conditionsOf (filter: RecordFilter): Condition[] {
  const { states, number, requesterEmail, departmentId } = filter
  return [
    ...departmentId === undefined ? [] : [{ sql: 't.department_id = ?', values: [departmentId] }],
    ...commonConditions(filter, null),
    ...states === undefined ? [] : [{ sql: `t.state IN (${states.map(() => '?').join(', ')})`, values: [...states] }],
    ...number === undefined ? [] : [{ sql: 't.number = ?', values: [number] }],
    ...requesterEmail === undefined ? [] : [{ sql: 't.requester_id = (SELECT id FROM people WHERE email = ?)', values: [requesterEmail.trim().toLowerCase()] }]
  ]
}

/** The last line before a moment, found by halves: lines have no index by time, and some twenty looks at their key do. */
async function lineBefore (reader: Reader, moment: number, last: number): Promise<number> {
  let [low, high] = [0, last]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [line] = await reader.query('SELECT id, at FROM ticket_events WHERE id > ? ORDER BY id LIMIT 1', [middle]) as Array<{ id: number, at: number }>
    if (line === undefined || Number(line.at) >= moment) high = middle
    else low = line.id
  }
  return low
}
