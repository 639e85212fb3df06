import type { Reader } from '../platform/database/database.js'
import { activeStates, type TicketState } from '../tickets/ticket.lifecycle.js'

/** The states in which silence means something. */
export const silentStates = [...activeStates, 'resolved'] as const

const batch = 200

/** The tickets on which the last thing happened in a stretch of time, by index: a slice for each department and state. */
export async function * listSilentTickets (reader: Reader, states: readonly TicketState[], from: Date, upTo: Date): AsyncGenerator<number> {
  const departments = await reader.query('SELECT id FROM departments') as Array<{ id: number }>
  for (const { id } of departments) {
    for (const state of states) yield * listSlice(reader, id, state, from.getTime(), upTo.getTime())
  }
}

async function * listSlice (reader: Reader, departmentId: number, state: TicketState, from: number, upTo: number): AsyncGenerator<number> {
  for (let [at, id] = [from, Number.MAX_SAFE_INTEGER]; ;) {
    const rows = await reader.query(
      `SELECT id, active_at AS activeAt FROM tickets WHERE department_id = ? AND state = ? AND active_at <= ? AND (active_at > ? OR (active_at = ? AND id > ?)) ORDER BY active_at, id LIMIT ${batch}`,
      [departmentId, state, upTo, at, at, id]
    ) as Array<{ id: number, activeAt: number }>
    for (const row of rows) yield row.id
    const last = rows.at(-1)
    if (rows.length < batch || last === undefined) return
    at = Number(last.activeAt)
    id = last.id
  }
}
