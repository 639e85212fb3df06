import type { Strategy } from '../departments/choices.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { countedUpTo, type RoutingReason } from './decide-agent.js'
import { stepsOf, type KeptDecision, type RoutingStep } from './routing-decision.js'

/** One step in words: who was asked, and a sentence for each. */
export interface ExplainedStep { title: string | null, lines: string[] }

/**
 * Why a ticket went where it went, step by step, and in each a sentence for each agent: the chosen one first,
 * then whoever was passed over, then those whose turn comes later. One step that needs no explaining has no title.
 *
 * @param hasAsker whether it is about somebody who asks, and not only about a place
 */
export function explainRouting (kept: KeptDecision, t: Translate, format: Format, hasAsker = true): ExplainedStep[] {
  const steps = stepsOf(kept)
  const [only] = steps
  const isPlain = steps.length === 1 && only?.kind === 'strategy' && only.skills === undefined
  return steps.map(step => ({ title: isPlain ? null : titleOf(step, t), lines: linesOf(step, hasAsker, t, format) }))
}

function titleOf ({ kind, name = '', strategy = 'manual', skills = [] }: RoutingStep, t: Translate): string {
  switch (kind) {
    case 'strategy': return skills.length > 0 ? t('routing.step.skilled', { way: t(`departments.strategy.${strategy}`), skills: skills.join(', ') }) : t(`departments.strategy.${strategy}`)
    case 'team': return t('routing.step.team', { name })
    default: return t(`routing.step.${kind}`)
  }
}

function linesOf (step: RoutingStep, hasAsker: boolean, t: Translate, format: Format): string[] {
  const { kind, strategy = 'round_robin', isUnknown, skills = [], reasons } = step
  if (kind === 'pool') return [t('routing.left_in_pool')]
  if (kind === 'strategy' && strategy === 'manual') return [t('routing.by_hand')]
  if (reasons.length === 0 && !hasAsker && (kind === 'account_manager' || kind === 'last_agent')) return [t('routing.depends_on_asker')]
  if (reasons.length === 0) return [nobody(step, t)]
  const sentences = reasons.toSorted((a, b) => rank(a) - rank(b)).map(reason => sentence(reason, isNamed(kind) ? null : strategy, t, format))
  return isUnknown === true ? [t('routing.nobody_knows', { skills: skills.join(', ') }), ...sentences] : sentences
}

/** Whether a step asks one agent by name. */
const isNamed = (kind: RoutingStep['kind']): boolean => ['account_manager', 'last_agent', 'agent', 'manager'].includes(kind)

function nobody ({ kind, name }: RoutingStep, t: Translate): string {
  if (kind === 'team' && name === undefined) return t('routing.nobody.no_team')
  return isNamed(kind) ? t(`routing.nobody.${kind as 'last_agent'}`) : t('routing.nobody_works_here')
}

const ranks: Partial<Record<RoutingReason['outcome'], number>> = { chosen: 0, later_in_turn: 2, more_open: 2 }
const rank = ({ outcome }: RoutingReason): number => ranks[outcome] ?? 1

function sentence ({ name, outcome, openTickets, capacity, until, lacks = [] }: RoutingReason, strategy: Strategy | null, t: Translate, format: Format): string {
  const open = format.capped(openTickets, countedUpTo(strategy ?? 'round_robin', capacity))
  const load = capacity === null ? t('routing.load', { open }) : t('routing.load_of', { open: format.number(openTickets), capacity: format.number(capacity) })
  const when = until === null ? '' : format.dateTime(new Date(until))
  switch (outcome) {
    case 'chosen': return t(strategy === null ? 'routing.chosen_named' : strategy === 'least_open' ? 'routing.chosen_least_open' : 'routing.chosen_turn', { name, load })
    case 'left_it': return t('routing.left_it', { name })
    case 'had_it': return t('routing.had_it', { name })
    case 'not_here': return t('routing.not_here', { name })
    case 'unskilled': return t('routing.unskilled', { name, skills: lacks.join(', ') })
    case 'absent': return t('routing.absent', { name, when })
    case 'outside_hours': return when === '' ? t('routing.never_at_work', { name }) : t('routing.outside_hours', { name, when })
    case 'not_taking': return t('routing.not_taking', { name })
    case 'full': return t('routing.full', { name, load })
    case 'later_in_turn': return t(strategy === 'least_open' ? 'routing.as_few_open' : 'routing.later_in_turn', { name, load })
    case 'more_open': return t('routing.more_open', { name, load })
  }
}
