import { In } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { aroundTheClock } from '../schedules/opening-hours.js'
import { findHours } from '../schedules/schedule.queries.js'
import { Schedule } from '../schedules/schedule.entity.js'
import { findOrganisation } from '../settings/organisation.js'
import type { Asking } from './asking.js'
import type { Moment } from './moment.js'

/** The moment at which rules are asked about a ticket of a department, with the schedules that they need. */
export async function findMoment (reader: Reader, departmentId: number, at: Date, { hours, days, schedules }: Asking): Promise<Moment> {
  const named = schedules.size === 0 ? [] : await reader.find(Schedule, { where: { id: In([...schedules]) } })
  return {
    at,
    hours: hours ? (await findHours(reader, departmentId)).hours : aroundTheClock,
    schedules: new Map(named.map(({ id, openingHours }) => [String(id), openingHours])),
    timeZone: days ? (await findOrganisation(reader)).timeZone : 'UTC'
  }
}
