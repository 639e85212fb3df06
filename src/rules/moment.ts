import { aroundTheClock, type OpeningHours } from '../schedules/opening-hours.js'

/** The time at which rules are asked, and what working time is then. */
export interface Moment {
  at: Date
  /** The department's, unless a condition names a schedule. */
  hours: OpeningHours
  /** The schedules that conditions name, by id. */
  schedules: ReadonlyMap<string, OpeningHours>
  /** Where days begin. */
  timeZone: string
}

/** For whoever asks nothing that depends on the time. */
export const timeless: Moment = { at: new Date(0), hours: aroundTheClock, schedules: new Map(), timeZone: 'UTC' }
