import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { RoutingDecision, RoutingReason } from './decide-agent.js'

/** Why a ticket went where it went, a sentence for each agent, the chosen one first. */
export function explainRouting ({ strategy, reasons }: Pick<RoutingDecision, 'strategy' | 'reasons'>, t: Translate, format: Format): string[] {
  if (reasons.length === 0) return [t('routing.nobody_works_here')]
  const chosenFirst = [...reasons].sort((a, b) => Number(b.outcome === 'chosen') - Number(a.outcome === 'chosen'))
  return chosenFirst.map(reason => sentence(reason, strategy, t, format))
}

function sentence ({ name, outcome, openTickets, capacity, until }: RoutingReason, strategy: RoutingDecision['strategy'], t: Translate, format: Format): string {
  const load = capacity === null ? t('routing.load', { open: openTickets }) : t('routing.load_of', { open: openTickets, capacity })
  const when = until === null ? '' : format.dateTime(new Date(until))
  switch (outcome) {
    case 'chosen': return t(strategy === 'least_open' ? 'routing.chosen_least_open' : 'routing.chosen_turn', { name, load })
    case 'absent': return t('routing.absent', { name, when })
    case 'outside_hours': return when === '' ? t('routing.never_at_work', { name }) : t('routing.outside_hours', { name, when })
    case 'not_taking': return t('routing.not_taking', { name })
    case 'full': return t('routing.full', { name, load })
    case 'later_in_turn': return t('routing.later_in_turn', { name, load })
    case 'more_open': return t('routing.more_open', { name, load })
  }
}
