/** Why a ticket went to whom. */
export const routingEn = {
  'routing.load': '{open} open',
  'routing.load_of': '{open} of {capacity} open',
  'routing.chosen_turn': '{name} was next: at work, {load}.',
  'routing.chosen_least_open': '{name} had the fewest open tickets: at work, {load}.',
  'routing.left_it': '{name} was passed over: had it until now and did not touch it.',
  'routing.absent': '{name} was passed over: away until {when}.',
  'routing.outside_hours': '{name} was passed over: at work again {when}.',
  'routing.never_at_work': '{name} was passed over: outside working hours.',
  'routing.not_taking': '{name} was passed over: takes no tickets at the moment.',
  'routing.full': '{name} was passed over: as many tickets as allowed, {load}.',
  'routing.later_in_turn': '{name} comes later in turn, {load}.',
  'routing.as_few_open': '{name} had as few open, but comes later in turn, {load}.',
  'routing.more_open': '{name} had more open tickets, {load}.',
  'routing.by_hand': 'Tickets are given out by hand here.',
  'routing.nobody_works_here': 'Nobody who may answer works in this department or team.'
} as const
