/** Service levels in the admin panel. */
export const slaEn = {
  'sla.bad.target': 'Write it as you would say it: 30 min, 4 h, 3 days. Leave it empty for no target',
  'sla.bad.solved_first': 'The first answer would be due after the solution. Allow more time for the solution',
  'sla.days': '{days, plural, one {# day} other {# days}}'
} as const
