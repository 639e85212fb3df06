import { aroundTheClock, type OpeningHours } from '../../../src/schedules/opening-hours.js'
import type { ServiceLevel } from '../../../src/sla/service-level.js'
import { standardStep } from '../../../src/sla/step.js'

const day = [{ from: '08:00', to: '12:00' }, { from: '13:00', to: '17:00' }]

/** Two half days, Monday to Friday, in Berlin, with a Christmas in it. */
export const officeHours: OpeningHours = {
  timeZone: 'Europe/Berlin',
  hours: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] },
  holidays: [{ day: '2026-12-25', name: 'Christmas Day' }]
}

/** First answer in 1 h, next answers in 2 h, solved in 8 h. */
export function makeLevel (overrides: Partial<ServiceLevel> = {}): ServiceLevel {
  return {
    policyId: 1,
    scheduleId: 1,
    hours: officeHours,
    pausesOnHold: true,
    steps: [standardStep],
    minutes: { first_response: 60, next_response: 120, resolution: 480 },
    ...overrides
  }
}

export const allDay = (overrides: Partial<ServiceLevel> = {}): ServiceLevel => makeLevel({ hours: aroundTheClock, scheduleId: null, ...overrides })
