import { after, minute } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'

/** Longer than a try can take, so that one that is under way is not begun a second time. */
const lease = minute

export interface Claimed { id: number, webhookId: number }

/**
 * Takes messages whose time has come, at most one of each webhook that is not busy already: a slow receiver keeps nobody
 * but itself waiting. A process that dies lets them come due again.
 */
export async function claimDeliveries ({ db, clock }: Platform, busy: readonly number[], limit: number): Promise<Claimed[]> {
  const now = clock.now().getTime()
  const due = `d.state = 'waiting' AND d.next_try_at <= ? AND w.is_active = 1${busy.length > 0 ? ` AND d.webhook_id NOT IN (${busy.map(() => '?').join(', ')})` : ''}`
  const firsts = await db.read.query(`SELECT MIN(d.id) AS id, d.webhook_id AS webhookId FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id WHERE ${due} GROUP BY d.webhook_id ORDER BY id LIMIT ${limit}`, [now, ...busy]) as Claimed[]
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
