import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Recurrence } from './recurrence.js'

/** “Every month on the first Monday at 08:00, Europe/Berlin”. */
export function recurrenceWords (recurrence: Recurrence, t: Translate, format: Format): string {
  const { time, timeZone, until, count } = recurrence
  const end = until !== null ? t('recurring.words.until', { day: format.calendarDay(until) }) : count !== null ? t('recurring.words.count', { count }) : ''
  return t('recurring.words.whole', { when: whenWords(recurrence, t, format), time, zone: timeZone, end })
}

function whenWords ({ kind, every, weekdays, monthDay, rank, weekday, from }: Recurrence, t: Translate, format: Format): string {
  switch (kind) {
    case 'once': return t('recurring.words.once', { day: format.calendarDay(from) })
    case 'daily': return t('recurring.words.daily', { every })
    case 'weekly': return t('recurring.words.weekly', { every, days: weekdays.map(day => t(`schedules.day.${day}`)).join(', ') })
    case 'monthly_day': return t('recurring.words.monthly_day', { every, day: monthDay })
    case 'monthly_weekday': return t('recurring.words.monthly_weekday', { every, rank: t(`recurring.rank.${rank}`), weekday: t(`schedules.day.${weekday}`) })
    case 'yearly': return t('recurring.words.yearly', { every, day: format.dayAndMonth(from) })
  }
}
