import { weekdays } from '../schedules/opening-hours.js'
import { isOpenAt } from '../schedules/working-time.js'
import { zoneCalendar } from '../schedules/zone-calendar.js'
import type { Moment } from './moment.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** What there is to say of the time at which rules are asked. Opening hours are looked at when a rule asks for them. */
export function clockFacts ({ at, hours, timeZone }: Moment, fields: ReadonlySet<string>): Array<[FieldName, FactValue]> {
  return [
    ['now', at.getTime()],
    ...fields.has('weekday') ? [['weekday', weekdayOf(at, timeZone)] as [FieldName, FactValue]] : [],
    ...fields.has('is_open_now') ? [['is_open_now', isOpenAt(hours, at)] as [FieldName, FactValue]] : []
  ]
}

/** 1 January 1970 was a Thursday. */
function weekdayOf (at: Date, timeZone: string): string {
  const day = zoneCalendar(timeZone).dayAt(at.getTime())
  return weekdays[((day + 3) % 7 + 7) % 7]!
}
