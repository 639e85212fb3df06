import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { aroundTheClock, type OpeningHours } from './opening-hours.js'
import { Schedule } from './schedule.entity.js'

/** Opening hours and the schedule that they come from; no schedule means around the clock. */
export interface Hours { scheduleId: number | null, hours: OpeningHours }

/** One schedule. @throws NotFound */
export async function findSchedule (reader: Reader, id: number): Promise<Schedule> {
  const schedule = await reader.findOneBy(Schedule, { id })
  if (schedule === null) throw new NotFound()
  return schedule
}

/** All schedules by name, for lists to choose from. */
export async function listSchedules (reader: Reader): Promise<Schedule[]> {
  return reader.find(Schedule, { order: { name: 'ASC' } })
}

/** The schedule of departments that have none of their own; null when nobody has chosen one. */
export async function findDefaultSchedule (reader: Reader): Promise<Schedule | null> {
  return reader.findOne(Schedule, { where: { isDefault: true }, order: { id: 'ASC' } })
}

/**
 * The hours that count in a department: those of `scheduleId` if given, else the department's own, else the
 * default's, else around the clock. One statement, since every clock that starts asks it.
 */
export async function findHours (reader: Reader, departmentId: number, scheduleId: number | null = null): Promise<Hours> {
  const [row] = await reader.query(`SELECT id, opening_hours AS openingHours FROM schedules WHERE id = ${scheduleFor('?')}`, [scheduleId, departmentId]) as KeptHours[]
  return readHours(row)
}

/** SQL for the id of the schedule that counts in a department, whose id is its one parameter; `own` is SQL for one that goes before. */
export const scheduleFor = (own: string): string => `COALESCE(${own}, (SELECT schedule_id FROM departments WHERE id = ?), (SELECT MIN(id) FROM schedules WHERE is_default = 1))`

/** A schedule's hours as the database has them; nothing stands for around the clock. */
export interface KeptHours { id: number | null, openingHours: string | null }

export function readHours (row?: KeptHours): Hours {
  return row?.openingHours == null ? { scheduleId: null, hours: aroundTheClock } : { scheduleId: row.id, hours: JSON.parse(row.openingHours) as OpeningHours }
}
