import { DateTime } from 'luxon'
import type { Reader } from '../platform/database/database.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { aroundTheClock } from '../schedules/opening-hours.js'
import { findDefaultSchedule, listSchedules } from '../schedules/schedule.queries.js'
import { previewDue } from './preview-due.js'
import type { SlaPolicy } from './sla-policy.entity.js'

/** What the numbers mean: when a ticket that is opened late on the next Friday would be due, a sentence for each priority. */
export async function previewSentences (reader: Reader, policy: Pick<SlaPolicy, 'targets' | 'scheduleId' | 'aroundTheClock'>, now: Date, t: Translate, format: Format): Promise<string[]> {
  const hours = policy.aroundTheClock ? aroundTheClock : (policy.scheduleId === null ? await findDefaultSchedule(reader) : (await listSchedules(reader)).find(({ id }) => id === policy.scheduleId))?.openingHours ?? aroundTheClock
  const friday = DateTime.fromJSDate(now, { zone: hours.timeZone }).plus({ weeks: 1 }).set({ weekday: 5, hour: 14, minute: 40, second: 0, millisecond: 0 }).toJSDate()
  const none = t('sla.no_target')
  const when = (at: Date | null) => at === null ? none : format.dateTime(at)
  return previewDue(policy, hours, friday).map(({ priority, due }) => t('sla.preview', { priority: t(`tickets.priority.${priority}`), opened: format.dateTime(friday), first: when(due.first_response), solved: when(due.resolution) }))
}
