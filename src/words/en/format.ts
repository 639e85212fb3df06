/** Dates, durations and sizes. */
export const formatEn = {
  'format.today': 'today',
  'format.tomorrow': 'tomorrow',
  'format.yesterday': 'yesterday',
  'format.day_and_time': '{day}, {time}',
  'format.minutes': '{minutes} min',
  'format.hours': '{hours} h',
  'format.hours_minutes': '{hours} h {minutes} min',
  'format.days': '{days, plural, one {# day} other {# days}}',
  'format.bytes': '{size} B',
  'format.kilobytes': '{size} KB',
  'format.megabytes': '{size} MB'
} as const
