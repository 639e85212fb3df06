import type { routingEn } from '../en/routing.js'

export const routingDe: Record<keyof typeof routingEn, string> = {
  'routing.load': '{open} offen',
  'routing.load_of': '{open} von {capacity} offen',
  'routing.chosen_turn': '{name} war an der Reihe: bei der Arbeit, {load}.',
  'routing.chosen_least_open': '{name} hatte die wenigsten offenen Tickets: bei der Arbeit, {load}.',
  'routing.left_it': '{name} wurde übergangen: hatte es bis jetzt und hat sich nicht darum gekümmert.',
  'routing.absent': '{name} wurde übergangen: abwesend bis {when}.',
  'routing.outside_hours': '{name} wurde übergangen: wieder bei der Arbeit {when}.',
  'routing.never_at_work': '{name} wurde übergangen: außerhalb der Arbeitszeit.',
  'routing.not_taking': '{name} wurde übergangen: nimmt gerade keine Tickets.',
  'routing.full': '{name} wurde übergangen: so viele Tickets wie erlaubt, {load}.',
  'routing.later_in_turn': '{name} kommt später an die Reihe, {load}.',
  'routing.as_few_open': '{name} hatte ebenso wenige offen, kommt aber später an die Reihe, {load}.',
  'routing.more_open': '{name} hatte mehr offene Tickets, {load}.',
  'routing.by_hand': 'Hier werden Tickets von Hand verteilt.',
  'routing.nobody_works_here': 'In dieser Abteilung oder diesem Team arbeitet niemand, der antworten darf.'
}
