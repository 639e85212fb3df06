import { day } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'

const keptFor = 30 * day
/** So many at once that nobody who sends has to wait for it. */
const slice = 500

/**
 * Forgets messages of a month ago that are settled, the oldest first and some at a time. What still waits stays,
 * however old: it goes out when its webhook is switched on again.
 */
export async function forgetDeliveries (platform: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const before = platform.clock.now().getTime() - keptFor
  const webhooks = await platform.db.read.query('SELECT id FROM webhooks ORDER BY id') as Array<{ id: number }>
  for (const { id } of webhooks) {
    for (const state of ['delivered', 'failed']) {
      while (await forgetSlice(platform, id, state, before) === slice);
    }
  }
}

/** They lie in the order in which they were made, so the first that is too young ends it. Returns how many are gone. */
async function forgetSlice ({ db }: Pick<Platform, 'db'>, webhookId: number, state: string, before: number): Promise<number> {
  const oldest = await db.read.query(`SELECT id, created_at AS createdAt FROM webhook_deliveries WHERE webhook_id = ? AND state = ? ORDER BY id LIMIT ${slice}`, [webhookId, state]) as Array<{ id: number, createdAt: number }>
  const ids = oldest.filter(({ createdAt }) => Number(createdAt) < before).map(({ id }) => id)
  // One that somebody sends again at this moment waits by then, and stays.
  if (ids.length > 0) await db.transaction(async manager => manager.query(`DELETE FROM webhook_deliveries WHERE id IN (${ids.map(() => '?').join(', ')}) AND state = ?`, [...ids, state]))
  return ids.length
}
