import { randomUUID } from 'node:crypto'
import { after, day, minute } from '../clock.js'
import type { Transactor } from '../database/database.js'
import { insertOrIgnore } from '../database/insert-or-ignore.js'
import { lockOne } from '../database/lock.js'
import { IdempotentRequest } from './idempotent-request.entity.js'

export interface Answer { status: number, headers: Record<string, string>, body: string }
export interface Claim { keyDigest: string, claim: string }

export type Claimed =
  | { is: 'mine', claim: Claim }
  | { is: 'answered', answer: Answer }
  /** Another attempt is at work; it was done, but the answer was lost; or the name belongs to another request. */
  | { is: 'in_progress' | 'answer_lost' | 'other_request' }

const keptFor = day
/** A process that has not answered for so long has ended. */
const longestWork = 5 * minute

/**
 * Claims a request for this attempt, or says what became of an earlier one. Of any number of attempts at once, in
 * whatever process, one gets it. One that ended before it changed anything is taken over.
 */
export async function claimRequest (db: Transactor, { keyDigest, requestDigest }: { keyDigest: string, requestDigest: string }, now: Date): Promise<Claimed> {
  const claim = randomUUID()
  return db.transaction(async manager => {
    await manager.query('DELETE FROM idempotent_requests WHERE key_digest = ? AND expires_at <= ?', [keyDigest, now.getTime()])
    await insertOrIgnore(manager, 'idempotent_requests', { key_digest: keyDigest, request_digest: requestDigest, claim, began_at: now.getTime(), expires_at: after(now, keptFor).getTime() })
    const row = await lockOne(manager, IdempotentRequest, { keyDigest })
    if (row === null) return { is: 'in_progress' }
    if (row.claim === claim) return { is: 'mine', claim: { keyDigest, claim } }
    if (row.requestDigest !== requestDigest) return { is: 'other_request' }
    if (row.status !== null) return { is: 'answered', answer: { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' } }
    if (now.getTime() - row.beganAt.getTime() < longestWork) return { is: 'in_progress' }
    if (row.committedAt !== null) return { is: 'answer_lost' }

    await manager.update(IdempotentRequest, { keyDigest }, { claim, beganAt: now })
    return { is: 'mine', claim: { keyDigest, claim } }
  })
}

/** The same database, where each transaction also notes that the request was done: both are committed, or neither. */
export function notingCommit (db: Transactor, { keyDigest, claim }: Claim, now: () => Date): Transactor {
  return {
    engine: db.engine,
    read: db.read,
    transaction: async work => db.transaction(async manager => {
      const result = await work(manager)
      await manager.query('UPDATE idempotent_requests SET committed_at = ? WHERE key_digest = ? AND claim = ?', [now().getTime(), keyDigest, claim])
      return result
    })
  }
}

/** Keeps the answer for whoever asks the same again. */
export async function keepAnswer (db: Transactor, { keyDigest, claim }: Claim, { status, headers, body }: Answer): Promise<void> {
  await db.transaction(async manager => manager.update(IdempotentRequest, { keyDigest, claim }, { status, headers, body }))
}

/** Lets the request be tried again when nothing was done. */
export async function releaseRequest (db: Transactor, { keyDigest, claim }: Claim): Promise<void> {
  await db.transaction(async manager => manager.query('DELETE FROM idempotent_requests WHERE key_digest = ? AND claim = ? AND committed_at IS NULL', [keyDigest, claim]))
}

/** Forgets answers that need not be kept any longer. */
export async function sweepIdempotentRequests (db: Transactor, now: Date): Promise<void> {
  await db.transaction(async manager => manager.query('DELETE FROM idempotent_requests WHERE expires_at <= ?', [now.getTime()]))
}
