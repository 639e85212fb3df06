import { randomUUID } from 'node:crypto'
import { after } from '../clock.js'
import type { Transactor } from '../database/database.js'
import type { Lane } from './lanes.js'

export interface ClaimedJob { id: number, name: string, payload: unknown, attempts: number, leaseToken: string }

/**
 * Takes up to `limit` due jobs of a lane for `leaseMs`. Workers never wait for each other: rows that another one
 * is claiming are skipped (MySQL), or there is a single writer (SQLite).
 */
export async function claimJobs (db: Transactor, now: Date, { lane, limit, leaseMs }: { lane: Lane, limit: number, leaseMs: number }): Promise<ClaimedJob[]> {
  const [waiting] = await db.read.query("SELECT 1 FROM jobs WHERE lane = ? AND state = 'ready' AND run_at <= ? LIMIT 1", [lane, now.getTime()]) as unknown[]
  if (waiting === undefined) return []

  return db.transaction(async manager => {
    const skipLocked = db.engine === 'mysql' ? ' FOR UPDATE SKIP LOCKED' : ''
    const rows = await manager.query(
      `SELECT id, name, payload, attempts FROM jobs WHERE lane = ? AND state = 'ready' AND run_at <= ? ORDER BY run_at, id LIMIT ${limit}${skipLocked}`,
      [lane, now.getTime()]
    ) as Array<{ id: number, name: string, payload: string, attempts: number }>
    if (rows.length === 0) return []

    const leaseToken = randomUUID()
    await manager.query(
      `UPDATE jobs SET lease_token = ?, run_at = ?, attempts = attempts + 1 WHERE id IN (${rows.map(() => '?').join(', ')})`,
      [leaseToken, after(now, leaseMs).getTime(), ...rows.map(row => row.id)]
    )
    return rows.map(row => ({ ...row, payload: JSON.parse(row.payload), attempts: row.attempts + 1, leaseToken }))
  })
}

/** Keeps a long job's lease alive. */
export async function extendLease (db: Transactor, job: ClaimedJob, until: Date): Promise<void> {
  await db.transaction(async manager => manager.query('UPDATE jobs SET run_at = ? WHERE id = ? AND lease_token = ?', [until.getTime(), job.id, job.leaseToken]))
}

/** The job is done: its row goes, unless another worker holds it by now. */
export async function finishJob (db: Transactor, job: ClaimedJob): Promise<void> {
  await db.transaction(async manager => manager.query('DELETE FROM jobs WHERE id = ? AND lease_token = ?', [job.id, job.leaseToken]))
}

/** Gives the job back untouched, when the process stops before it ran. */
export async function releaseJob (db: Transactor, job: ClaimedJob, now: Date): Promise<void> {
  await db.transaction(async manager => manager.query('UPDATE jobs SET run_at = ?, lease_token = NULL, attempts = attempts - 1 WHERE id = ? AND lease_token = ?', [now.getTime(), job.id, job.leaseToken]))
}

/** Puts a failed job back for `retryAt`, or sets it aside as dead when that is null. */
export async function failJob (db: Transactor, job: ClaimedJob, error: unknown, retryAt: Date | null): Promise<void> {
  const words = error instanceof Error ? error.stack ?? error.message : String(error)
  await db.transaction(async manager => manager.query(
    'UPDATE jobs SET state = ?, run_at = COALESCE(?, run_at), lease_token = NULL, last_error = ? WHERE id = ? AND lease_token = ?',
    [retryAt === null ? 'dead' : 'ready', retryAt?.getTime() ?? null, words.slice(0, 10_000), job.id, job.leaseToken]
  ))
}
