import type { Platform } from '../../platform/context.js'
import { indexTicket } from './index-ticket.js'

const ticketsAtOnce = 500

/** Writes the words of every ticket into the full-text index, oldest first. Returns how many. */
export async function rebuildSearch (platform: Platform): Promise<number> {
  let tickets = 0
  for (let last = 0; ;) {
    const rows = await platform.db.read.query(`SELECT id FROM tickets WHERE id > ? ORDER BY id LIMIT ${ticketsAtOnce}`, [last]) as Array<{ id: number }>
    for (const { id } of rows) await indexTicket(platform, id)
    tickets += rows.length
    if (rows.length < ticketsAtOnce) return tickets
    last = rows.at(-1)!.id
  }
}
