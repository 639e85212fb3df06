import type { Reader } from '../platform/database/database.js'
import { aroundTheClock, type OpeningHours } from '../schedules/opening-hours.js'
import { windowOf, type Timing, type Window } from './timing.js'

/** In each department the times for which a rule's moment came between two looks, in that department's working time. */
export async function findWindows (reader: Reader, timing: Timing, lastLook: Date, look: Date): Promise<Map<number, Window>> {
  const departments = await reader.query(
    'SELECT d.id, s.opening_hours AS hours FROM departments d LEFT JOIN schedules s ON s.id = COALESCE(d.schedule_id, (SELECT MIN(id) FROM schedules WHERE is_default = 1)) ORDER BY d.id'
  ) as Array<{ id: number, hours: string | null }>
  const windows = new Map<number, Window>()
  const known = new Map<string | null, Window | null>()
  for (const { id, hours } of departments) {
    const window = known.get(hours) ?? windowOf(timing, hours === null ? aroundTheClock : JSON.parse(hours) as OpeningHours, lastLook, look)
    known.set(hours, window)
    if (window !== null) windows.set(id, window)
  }
  return windows
}
