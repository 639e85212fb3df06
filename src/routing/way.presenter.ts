import type { FallbackStep } from '../departments/choices.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { writeStep } from './fallback-text.js'
import type { Route } from './route.js'
import { explainRouting, type ExplainedStep } from './routing.presenter.js'
import type { RoutingDecision } from './routing-decision.js'

/** Who would get a ticket now. */
export interface ChoicePreview { verdict: string, way: string, steps: ExplainedStep[] }

/** @param hasAsker whether it was asked for one requester, or for a place alone */
export function presentPreview ({ route, decision }: { route: Route, decision: RoutingDecision }, t: Translate, format: Format, hasAsker = false): ChoicePreview {
  const steps = decision.steps.length === 0 ? [{ title: null, lines: [t('routing.by_hand')] }] : explainRouting(decision, t, format, hasAsker)
  return { verdict: decision.winner === null ? t('routing.preview.nobody') : t('routing.preview.winner', { name: decision.winner.name }), way: describeWay(route, t), steps }
}

/** “By turns, as the topic says”. */
export function describeWay ({ strategy, decidedBy }: Pick<Route, 'strategy' | 'decidedBy'>, t: Translate): string {
  return t(`routing.way.${decidedBy}`, { way: t(`departments.strategy.${strategy}`) })
}

/** A step as a choice or in a list; one that names what is gone says so. */
export function describeStep (step: FallbackStep, names: ReadonlyMap<string, string>, t: Translate): string {
  const name = names.get(writeStep(step))
  switch (step.kind) {
    case 'team': return name === undefined ? t('routing.nobody.no_team') : t('routing.choice.team', { name })
    case 'agent': return name ?? t('routing.nobody.agent')
    default: return t(`routing.choice.${step.kind}`)
  }
}
