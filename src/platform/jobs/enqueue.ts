import type { EntityManager } from 'typeorm'
import { writeBeforeCommit } from '../database/before-commit.js'
import { insertAllOrIgnore, type Columns } from '../database/insert-or-ignore.js'
import { laneOf } from './lanes.js'

/** Job name → its payload, ids only. Each room adds its own lines by declaration merging. */
export interface Jobs {}
export type JobName = keyof Jobs & string

interface EnqueueOptions {
  /** When to run it; at once by default. */
  runAt?: Date
  /** Makes a second job with the same key a no-op while the first is still in the table. */
  uniqueKey?: string
}

/** SQLite takes 32,766 values in a statement. */
const rowsAtOnce = 1000

/**
 * Asks for a job in the caller's transaction, so that it exists exactly when the change does. The rows are written
 * together at its end: one statement in place of many, and what other transactions wait for is held the shortest time.
 */
export async function enqueue<Name extends JobName> (manager: EntityManager, name: Name, payload: Jobs[Name], now: Date, { runAt = now, uniqueKey }: EnqueueOptions = {}): Promise<void> {
  writeBeforeCommit(manager, writeJobs, { name, lane: laneOf(name), payload: JSON.stringify(payload), unique_key: uniqueKey ?? null, state: 'ready', run_at: runAt.getTime(), attempts: 0, created_at: now.getTime() })
}

async function writeJobs (manager: EntityManager, rows: Columns[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) await insertAllOrIgnore(manager, 'jobs', rows.slice(from, from + rowsAtOnce))
}
