import { after, minute } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import type { Reader } from '../../platform/database/database.js'

/** Longer than a try can take, so that one that is under way is not begun a second time. */
const lease = minute

export interface Claimed { id: number, webhookId: number }

/**
 * Takes messages whose time has come, at most one of each webhook that is not busy already: a slow receiver keeps nobody
 * but itself waiting. A process that dies lets them come due again. However much waits, one message of each webhook is looked at.
 */
export async function claimDeliveries ({ db, clock }: Platform, busy: readonly number[], limit: number): Promise<Claimed[]> {
  const now = clock.now().getTime()
  const active = await db.read.query('SELECT id FROM webhooks WHERE is_active = 1 ORDER BY id') as Array<{ id: number }>
  const firsts = await listFirsts(db.read, active.map(({ id }) => id).filter(id => !busy.includes(id)), now, limit)
  const claimed: Claimed[] = []
  for (const { id, webhookId } of firsts) {
    const isOurs = await db.transaction(async manager => {
      const skipLocked = db.engine === 'mysql' ? ' FOR UPDATE SKIP LOCKED' : ''
      const rows = await manager.query(`SELECT id FROM webhook_deliveries WHERE id = ? AND state = 'waiting' AND next_try_at <= ?${skipLocked}`, [id, now]) as unknown[]
      if (rows.length === 0) return false
      await manager.query('UPDATE webhook_deliveries SET next_try_at = ? WHERE id = ?', [after(new Date(now), lease).getTime(), id])
      return true
    })
    if (isOurs) claimed.push({ id, webhookId })
  }
  return claimed
}

/** The message of each webhook that has waited longest for its turn, the oldest first. Each is the first of an index. */
async function listFirsts (reader: Pick<Reader, 'query'>, webhookIds: readonly number[], now: number, limit: number): Promise<Claimed[]> {
  if (webhookIds.length === 0) return []
  const slices = webhookIds.map((_id, place) => `SELECT * FROM (SELECT id, webhook_id AS webhookId FROM webhook_deliveries WHERE webhook_id = ? AND next_try_at <= ? AND state = 'waiting' ORDER BY next_try_at, id LIMIT 1) b${place}`)
  const firsts = await reader.query(slices.join(' UNION ALL '), webhookIds.flatMap(id => [id, now])) as Claimed[]
  return firsts.sort((one, other) => one.id - other.id).slice(0, limit)
}
