import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { countedUpTo, type RoutingDecision, type RoutingReason } from './decide-agent.js'

type Explained = Pick<RoutingDecision, 'strategy' | 'reasons'>

/** Why a ticket went where it went, a sentence for each agent: the chosen one first, then whoever was passed over, then those whose turn comes later. */
export function explainRouting ({ strategy, reasons }: Explained, t: Translate, format: Format): string[] {
  if (strategy === 'manual') return [t('routing.by_hand')]
  if (reasons.length === 0) return [t('routing.nobody_works_here')]
  return reasons.toSorted((a, b) => rank(a) - rank(b)).map(reason => sentence(reason, strategy, t, format))
}

const ranks: Partial<Record<RoutingReason['outcome'], number>> = { chosen: 0, later_in_turn: 2, more_open: 2 }
const rank = ({ outcome }: RoutingReason): number => ranks[outcome] ?? 1

function sentence ({ name, outcome, openTickets, capacity, until }: RoutingReason, strategy: Explained['strategy'], t: Translate, format: Format): string {
  const open = format.capped(openTickets, countedUpTo(strategy, capacity))
  const load = capacity === null ? t('routing.load', { open }) : t('routing.load_of', { open: format.number(openTickets), capacity: format.number(capacity) })
  const when = until === null ? '' : format.dateTime(new Date(until))
  switch (outcome) {
    case 'chosen': return t(strategy === 'least_open' ? 'routing.chosen_least_open' : 'routing.chosen_turn', { name, load })
    case 'left_it': return t('routing.left_it', { name })
    case 'absent': return t('routing.absent', { name, when })
    case 'outside_hours': return when === '' ? t('routing.never_at_work', { name }) : t('routing.outside_hours', { name, when })
    case 'not_taking': return t('routing.not_taking', { name })
    case 'full': return t('routing.full', { name, load })
    case 'later_in_turn': return t(strategy === 'least_open' ? 'routing.as_few_open' : 'routing.later_in_turn', { name, load })
    case 'more_open': return t('routing.more_open', { name, load })
  }
}
