/** Opening hours and what can be wrong with them. */
export const schedulesEn = {
  'schedules.problem.unknown_zone': 'There is no time zone “{zone}”. Choose one such as Europe/Berlin.',
  'schedules.problem.bad_time': '“{time}” is not a time of day. Write it as 09:30; the end of the day is 24:00.',
  'schedules.problem.backwards': '{from} to {to} ends before it begins. Put hours that pass midnight on both days.',
  'schedules.problem.overlap': '{from} to {to} overlaps the hours before it. Join them or move one.',
  'schedules.problem.bad_day': '“{day}” is not a day. Write it as 2026-12-24.',
  'schedules.problem.day_twice': '{day} is in the list twice. Remove one.',
  'schedules.problem.never_open': 'These hours are closed all year. Open at least one.'
} as const
