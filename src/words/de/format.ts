import type { formatEn } from '../en/format.js'

export const formatDe: Record<keyof typeof formatEn, string> = {
  'format.today': 'heute',
  'format.tomorrow': 'morgen',
  'format.yesterday': 'gestern',
  'format.day_and_time': '{day}, {time}',
  'format.minutes': '{minutes} Min.',
  'format.hours': '{hours} Std.',
  'format.hours_minutes': '{hours} Std. {minutes} Min.',
  'format.days': '{days, plural, one {# Tag} other {# Tage}}',
  'format.bytes': '{size} B',
  'format.kilobytes': '{size} KB',
  'format.megabytes': '{size} MB'
}
