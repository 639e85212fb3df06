import type { Reader } from '../platform/database/database.js'
import { activeStates, type TicketState } from '../tickets/ticket.lifecycle.js'

/** The states in which silence means something. */
export const silentStates = [...activeStates, 'resolved'] as const

const batch = 200
/** SQLite joins no more than five hundred selects; fewer are quicker to prepare. */
const departmentsAtOnce = 12

interface Row { id: number, activeAt: number, departmentId: number, state: TicketState }

/**
 * The tickets on which the last thing happened in a stretch of time: by index, a slice for each department and
 * state, and the slices of a dozen departments in one statement, because most are empty.
 */
export async function * listSilentTickets (reader: Reader, from: Date, upTo: Date): AsyncGenerator<number> {
  const departments = await reader.query('SELECT id FROM departments ORDER BY id') as Array<{ id: number }>
  for (let place = 0; place < departments.length; place += departmentsAtOnce) {
    const { sql, values } = silentSlicesSql(departments.slice(place, place + departmentsAtOnce).map(({ id }) => id), from, upTo)
    for (const rows of slicesOf(await reader.query(sql, values) as Row[])) {
      for (const { id } of rows) yield id
      if (rows.length === batch) yield * listRest(reader, rows, upTo)
    }
  }
}

/** Rows by the slice that they belong to, each in its order. */
function slicesOf (rows: readonly Row[]): Row[][] {
  const slices = new Map<string, Row[]>()
  for (const row of rows) {
    const key = `${row.departmentId} ${row.state}`
    const slice = slices.get(key)
    if (slice === undefined) slices.set(key, [row])
    else slice.push(row)
  }
  return [...slices.values()]
}

/** The first tickets of each slice, as one statement. */
export function silentSlicesSql (departmentIds: readonly number[], from: Date, upTo: Date): { sql: string, values: Array<number | string> } {
  const slices = departmentIds.flatMap(id => silentStates.map(state => [id, state] as const))
  const slice = `SELECT * FROM (SELECT id, active_at AS activeAt, department_id AS departmentId, state FROM tickets WHERE department_id = ? AND state = ? AND active_at > ? AND active_at <= ? ORDER BY active_at, id LIMIT ${batch}) AS slice`
  return { sql: slices.map(() => slice).join(' UNION ALL '), values: slices.flatMap(([id, state]) => [id, state, from.getTime(), upTo.getTime()]) }
}

async function * listRest (reader: Reader, first: Row[], upTo: Date): AsyncGenerator<number> {
  for (let rows = first; rows.length === batch;) {
    const last = rows.at(-1)!
    rows = await reader.query(
      `SELECT id, active_at AS activeAt, department_id AS departmentId, state FROM tickets WHERE department_id = ? AND state = ? AND active_at <= ? AND (active_at > ? OR (active_at = ? AND id > ?)) ORDER BY active_at, id LIMIT ${batch}`,
      [last.departmentId, last.state, upTo.getTime(), Number(last.activeAt), Number(last.activeAt), last.id]
    ) as Row[]
    for (const { id } of rows) yield id
  }
}
