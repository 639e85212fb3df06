/** Schedules in the admin panel. */
export const schedulesAdminEn = {
  'schedules.bad.no_default': 'One schedule has to be the default. Make another one the default instead',
  'schedules.bad.too_many_holidays': 'Use at most {most} holidays. Remove those that are past',
  'schedules.bad.too_much': 'This is more than a schedule can keep. Shorten the names of the holidays, or remove those that are past',
  'schedules.bad.too_many_intervals': 'Use at most {most} intervals a day',
  'schedules.in_use.default': 'This schedule is the default. Make another one the default first.',
  'schedules.in_use.by': '{more, plural, =0 {Still used by {names}. Choose another schedule there first.} other {Still used by {names} and # more. Choose another schedule there first.}}',
  'schedules.in_use.tickets': 'The time of tickets was counted in these hours, so they have to stay. Rename the schedule if it should not be used any more.'
} as const
