import type { Reader } from '../database/database.js'
import type { Transactor } from '../database/database.js'
import { Job } from './job.entity.js'

export interface JobOverview { ready: number, late: number, dead: number, oldestAt: Date | null }

const cap = 1000

/** How the work that happens later stands, each count capped. */
export async function findJobOverview (reader: Reader, now: Date): Promise<JobOverview> {
  const count = (where: string) => `(SELECT COUNT(*) FROM (SELECT 1 FROM jobs WHERE ${where} LIMIT ${cap}) x)`
  const [row] = await reader.query(
    `SELECT ${count("state = 'ready'")} AS ready, ${count("state = 'ready' AND run_at < ?")} AS late, ${count("state = 'dead'")} AS dead, (SELECT MIN(run_at) FROM jobs WHERE state = 'ready') AS oldest`,
    [now.getTime() - 60_000]
  ) as Array<{ ready: number, late: number, dead: number, oldest: number | null }>
  return { ready: Number(row?.ready), late: Number(row?.late), dead: Number(row?.dead), oldestAt: row?.oldest == null ? null : new Date(Number(row.oldest)) }
}

/** Dead jobs, or those that wait, a page at most. */
export async function listJobs (reader: Reader, state: Job['state'], beforeId: number | null = null): Promise<Job[]> {
  const query = reader.createQueryBuilder(Job, 'job').where('job.state = :state', { state }).orderBy('job.id', 'DESC').limit(51)
  return (beforeId === null ? query : query.andWhere('job.id < :beforeId', { beforeId })).getMany()
}

/** Lets a dead job run again from the start. */
export async function reviveJob (db: Transactor, id: number, now: Date): Promise<void> {
  await db.transaction(async manager => manager.update(Job, { id, state: 'dead' }, { state: 'ready', runAt: now, attempts: 0, leaseToken: null }))
}
