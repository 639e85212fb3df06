import { after, day, hour } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'

const keptFor = 30 * day
const batch = 100

/** Forgets who was looking at tickets an hour ago. */
export async function forgetPresences ({ db, clock }: Platform): Promise<void> {
  await db.transaction(async manager => manager.query('DELETE FROM presences WHERE seen_at < ?', [after(clock.now(), -hour).getTime()]))
}

/** Erases tickets that have been in the bin for thirty days, with all that belongs to them. Looks department by department, which an index answers. */
export async function emptyBin ({ db, clock }: Platform): Promise<void> {
  const departments = await db.read.query('SELECT id FROM departments') as Array<{ id: number }>
  for (const { id } of departments) await emptyBinOf(db, id, after(clock.now(), -keptFor).getTime())
}

async function emptyBinOf (db: Platform['db'], departmentId: number, before: number): Promise<void> {
  for (;;) {
    const erased = await db.transaction(async manager => {
      const rows = await manager.query(
        `SELECT t.id FROM tickets t JOIN ticket_segments s ON s.ticket_id = t.id AND s.ended_at IS NULL
         WHERE t.department_id = ? AND t.state = 'trashed' AND s.started_at < ? LIMIT ${batch}`, [departmentId, before]
      ) as Array<{ id: number }>
      if (rows.length > 0) await manager.query(`DELETE FROM tickets WHERE id IN (${rows.map(() => '?').join(', ')})`, rows.map(({ id }) => id))
      return rows.length
    })
    if (erased < batch) return
  }
}
