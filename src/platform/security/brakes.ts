import type { EntityManager } from 'typeorm'
import { after } from '../clock.js'
import type { Reader, Transactor } from '../database/database.js'
import { isMysql } from '../database/lock.js'
import { TooMany } from '../errors.js'
import { digestOf } from './signer.js'

export interface BrakeLimit {
  /** Tries that are let through in one window. */
  limit: number
  windowMs: number
}

interface BrakeRow { key_digest: string, tries: number, ends_at: number }

/**
 * Counts one try and lets it through, or refuses it when there were too many in this window.
 *
 * @throws TooMany with the seconds until the window ends.
 */
export async function checkBrake (db: Transactor, key: string, limit: BrakeLimit, now: Date): Promise<void> {
  await checkBrakes(db, new Map([[key, limit]]), now)
}

/**
 * Counts one try on several keys at once, and refuses it when one of them had too many.
 *
 * The counts are shared by all processes. A key that is over its limit is refused by a read alone, so that a
 * flood does not queue for the writer. Keys are held in one order, so that two tries never wait for each other.
 *
 * @throws TooMany with the seconds until the window ends.
 */
export async function checkBrakes (db: Transactor, limits: ReadonlyMap<string, BrakeLimit>, now: Date): Promise<void> {
  const brakes = [...limits].map(([key, limit]) => ({ keyDigest: digestOf(`brake ${key}`), ...limit })).sort((a, b) => a.keyDigest < b.keyDigest ? -1 : 1)
  refuseAbove(brakes, await findTries(db.read, brakes), now, -1)

  const counted = await db.transaction(async manager => {
    for (const brake of brakes) await countTry(manager, brake.keyDigest, now, after(now, brake.windowMs))
    return findTries(manager, brakes)
  })
  refuseAbove(brakes, counted, now, 0)
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

interface Brake extends BrakeLimit { keyDigest: string }

async function findTries (reader: Pick<Reader, 'query'>, brakes: Brake[]): Promise<BrakeRow[]> {
  return reader.query(`SELECT key_digest, tries, ends_at FROM brakes WHERE key_digest IN (${brakes.map(() => '?').join(', ')})`, brakes.map(({ keyDigest }) => keyDigest)) as Promise<BrakeRow[]>
}

function refuseAbove (brakes: Brake[], rows: BrakeRow[], now: Date, more: 0 | -1): void {
  for (const { keyDigest, limit } of brakes) {
    const row = rows.find(({ key_digest: digest }) => digest === keyDigest)
    if (row === undefined || Number(row.ends_at) <= now.getTime() || row.tries <= limit + more) continue
    throw new TooMany(Math.ceil((Number(row.ends_at) - now.getTime()) / 1000))
  }
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
