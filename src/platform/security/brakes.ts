import type { EntityManager } from 'typeorm'
import { after } from '../clock.js'
import type { Transactor } from '../database/database.js'
import { isMysql } from '../database/lock.js'
import { TooMany } from '../errors.js'
import { digestOf } from './signer.js'

export interface BrakeLimit {
  /** Tries that are let through in one window. */
  limit: number
  windowMs: number
}

interface BrakeRow { tries: number, ends_at: number }

/**
 * Counts one try and lets it through, or refuses it when there were too many in this window.
 *
 * The count is shared by all processes. A key that is over its limit is refused by a read alone, so that a
 * flood does not queue for the writer.
 *
 * @throws TooMany with the seconds until the window ends.
 */
export async function checkBrake (db: Transactor, key: string, { limit, windowMs }: BrakeLimit, now: Date): Promise<void> {
  const keyDigest = digestOf(`brake ${key}`)
  const [known] = await db.read.query('SELECT tries, ends_at FROM brakes WHERE key_digest = ?', [keyDigest]) as BrakeRow[]
  refuseAbove(limit - 1, known, now)

  const counted = await db.transaction(async manager => {
    await countTry(manager, keyDigest, now, after(now, windowMs))
    const [row] = await manager.query('SELECT tries, ends_at FROM brakes WHERE key_digest = ?', [keyDigest]) as BrakeRow[]
    return row
  })
  refuseAbove(limit, counted, now)
}

/** Forgets the tries of a key, once the right person is in. */
export async function resetBrake (db: Transactor, key: string): Promise<void> {
  await db.transaction(async manager => manager.query('DELETE FROM brakes WHERE key_digest = ?', [digestOf(`brake ${key}`)]))
}

/** Deletes windows that are over. */
export async function sweepBrakes (db: Transactor, now: Date): Promise<void> {
  await db.transaction(async manager => manager.query('DELETE FROM brakes WHERE ends_at <= ?', [now.getTime()]))
}

/** What counts as one place on the net: an IPv4 address, or the half of an IPv6 address that a household is given. */
export function networkOf (address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.toLowerCase().split('%')[0]!.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  const all = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...(tail ? tail.split(':') : [])]
  return `${all.slice(0, 4).map(group => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}

function refuseAbove (limit: number, row: BrakeRow | undefined, now: Date): void {
  if (row === undefined || Number(row.ends_at) <= now.getTime() || row.tries <= limit) return
  throw new TooMany(Math.ceil((Number(row.ends_at) - now.getTime()) / 1000))
}

/** One statement, because two tries may come at the same moment. MySQL assigns from left to right, so `tries` is first. */
async function countTry (manager: EntityManager, keyDigest: string, now: Date, endsAt: Date): Promise<void> {
  const onTaken = isMysql(manager) ? 'ON DUPLICATE KEY UPDATE' : 'ON CONFLICT (key_digest) DO UPDATE SET'
  await manager.query(
    `INSERT INTO brakes (key_digest, tries, ends_at) VALUES (?, 1, ?)
     ${onTaken} tries = CASE WHEN ends_at <= ? THEN 1 ELSE tries + 1 END, ends_at = CASE WHEN ends_at <= ? THEN ? ELSE ends_at END`,
    [keyDigest, endsAt.getTime(), now.getTime(), now.getTime(), endsAt.getTime()]
  )
}
