import type { EntityManager } from 'typeorm'
import { insertOrIgnore } from '../database/insert-or-ignore.js'

/** Job name → its payload, ids only. Each room adds its own lines by declaration merging. */
export interface Jobs {}
export type JobName = keyof Jobs & string

interface EnqueueOptions {
  /** When to run it; at once by default. */
  runAt?: Date
  /** Makes a second job with the same key a no-op while the first is still in the table. */
  uniqueKey?: string
}

/**
 * Writes a job row in the caller's transaction, so that it exists exactly when the change does.
 */
export async function enqueue<Name extends JobName> (manager: EntityManager, name: Name, payload: Jobs[Name], now: Date, { runAt = now, uniqueKey }: EnqueueOptions = {}): Promise<void> {
  await insertOrIgnore(manager, 'jobs', {
    name, payload: JSON.stringify(payload), unique_key: uniqueKey ?? null, state: 'ready', run_at: runAt.getTime(), attempts: 0, created_at: now.getTime()
  })
}
