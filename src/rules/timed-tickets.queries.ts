import type { Reader } from '../platform/database/database.js'
import { day as dayMs } from '../platform/clock.js'
import { findOrganisation } from '../settings/organisation.js'
import { activeStates, type TicketState } from '../tickets/ticket.lifecycle.js'
import { dayStretch } from './date-operators.js'
import { questionIn } from './rule-fields.js'
import type { TimedField, Window } from './timing.js'

/** The states of tickets of which time is told: those that are merged or in the bin are left alone. */
export const timedStates = [...activeStates, 'resolved'] as const

/** A ticket with the time that was looked for. */
export interface Timed { id: number, time: number }

const batch = 200
/** SQLite joins no more than five hundred selects; fewer are quicker to prepare. */
const departmentsAtOnce = 12

/** Times by which an index holds each department's tickets in each state, and where. */
const sliced: Readonly<Partial<Record<TimedField, string>>> = { active_at: 'active_at', next_due_at: 'sorts_at' }

interface Row { id: number, time: number, departmentId: number, state: TicketState }

/**
 * The tickets of which a time lies in the window of their department, each window by an index. What needs no
 * department, since one index holds the whole desk's, is read in one stretch.
 */
export async function * listTimedTickets (reader: Reader, of: TimedField, windows: ReadonlyMap<number, Window>): AsyncGenerator<Timed> {
  if (windows.size === 0) return
  const column = sliced[of]
  if (column !== undefined) return yield * listSlices(reader, column, windows)
  const question = questionIn(of)
  for await (const row of question === null ? listStretch(reader, of, around(windows)) : listDays(reader, question, around(windows))) {
    const window = windows.get(row.departmentId)
    if (window !== undefined && row.time > window.from.getTime() && row.time <= window.upTo.getTime()) yield row
  }
}

async function * listSlices (reader: Reader, column: string, windows: ReadonlyMap<number, Window>): AsyncGenerator<Timed> {
  const departments = [...windows]
  for (let place = 0; place < departments.length; place += departmentsAtOnce) {
    const { sql, values } = slicesSql(column, departments.slice(place, place + departmentsAtOnce))
    for (const rows of slicesOf(await reader.query(sql, values) as Row[])) {
      for (const { id, time } of rows) yield { id, time: Number(time) }
      if (rows.length === batch) yield * listRest(reader, column, rows, windows.get(rows[0]!.departmentId)!.upTo)
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

/** The first tickets of each slice, as one statement, because most slices are empty. */
export function slicesSql (column: string, windows: ReadonlyArray<readonly [departmentId: number, Window]>): { sql: string, values: Array<number | string> } {
  const slices = windows.flatMap(([id, window]) => timedStates.map(state => [id, state, window] as const))
  const slice = `SELECT * FROM (SELECT id, ${column} AS time, department_id AS departmentId, state FROM tickets WHERE department_id = ? AND state = ? AND ${column} > ? AND ${column} <= ? ORDER BY ${column}, id LIMIT ${batch}) AS slice`
  return { sql: slices.map(() => slice).join(' UNION ALL '), values: slices.flatMap(([id, state, { from, upTo }]) => [id, state, from.getTime(), upTo.getTime()]) }
}

async function * listRest (reader: Reader, column: string, first: Row[], upTo: Date): AsyncGenerator<Timed> {
  for (let rows = first; rows.length === batch;) {
    const last = rows.at(-1)!
    rows = await reader.query(
      `SELECT id, ${column} AS time, department_id AS departmentId, state FROM tickets WHERE department_id = ? AND state = ? AND ${column} <= ? AND (${column} > ? OR (${column} = ? AND id > ?)) ORDER BY ${column}, id LIMIT ${batch}`,
      [last.departmentId, last.state, upTo.getTime(), Number(last.time), Number(last.time), last.id]
    ) as Row[]
    for (const { id, time } of rows) yield { id, time: Number(time) }
  }
}

/** The stretch of time that holds every window. */
function around (windows: ReadonlyMap<number, Window>): Window {
  const all = [...windows.values()]
  return { from: new Date(Math.min(...all.map(({ from }) => from.getTime()))), upTo: new Date(Math.max(...all.map(({ upTo }) => upTo.getTime()))) }
}

type Placed = Timed & { departmentId: number }

/** By the index of one column: what comes behind a ticket and the time of it. */
export const stretchSql = (column: string): string =>
  `SELECT id, ${column} AS time, department_id AS departmentId, state FROM tickets WHERE ${column} >= ? AND ${column} <= ? AND (${column} > ? OR id > ?) ORDER BY ${column}, id LIMIT ${batch}`

const statesOf: Readonly<Partial<Record<TimedField, readonly string[]>>> = { resolved_at: ['resolved', 'closed'], closed_at: ['closed'] }

async function * listStretch (reader: Reader, column: TimedField, { from, upTo }: Window): AsyncGenerator<Placed> {
  const states: readonly string[] = statesOf[column] ?? timedStates
  let last = { time: from.getTime(), id: Number.MAX_SAFE_INTEGER }
  for (let rows: Row[] | null = null; rows === null || rows.length === batch;) {
    rows = await reader.query(stretchSql(column), [last.time, upTo.getTime(), last.time, last.id]) as Row[]
    for (const { id, time, departmentId, state } of rows) if (states.includes(state)) yield { id, time: Number(time), departmentId }
    last = { time: Number(rows.at(-1)?.time), id: rows.at(-1)?.id ?? 0 }
  }
}

/** By the index of what was answered to a question for a date. */
export const daysSql = `SELECT t.id, t.department_id AS departmentId FROM answers a JOIN tickets t ON t.id = a.ticket_id
  WHERE a.question_id = ? AND length(a.value) = 12 AND a.value = ? AND t.state IN (${timedStates.map(state => `'${state}'`).join(', ')})`

async function * listDays (reader: Reader, questionId: number, { from, upTo }: Window): AsyncGenerator<Placed> {
  const { timeZone } = await findOrganisation(reader)
  for (let at = from.getTime() - dayMs; at <= upTo.getTime() + dayMs; at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10)
    const time = dayStretch(day, timeZone).from
    if (time <= from.getTime() || time > upTo.getTime()) continue
    const rows = await reader.query(daysSql, [questionId, JSON.stringify(day)]) as Array<Omit<Placed, 'time'>>
    for (const row of rows) yield { ...row, time }
  }
}
