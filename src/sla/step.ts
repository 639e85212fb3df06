import { minute } from '../platform/clock.js'
import type { TargetKind } from './target-kind.js'

/** Whom a step tells: whoever has the ticket, somebody by office, or an agent by id. */
export type StepReader = 'holder' | 'team_lead' | 'manager' | 'account_manager' | number

/** What a step does. */
export type StepAct =
  { kind: 'notify', whom: StepReader } |
  { kind: 'priority', to: 'next' | 1 | 2 | 3 | 4 } |
  { kind: 'give', to: 'routing' | number } |
  { kind: 'move', departmentId: number } |
  { kind: 'tag', tag: string } |
  { kind: 'note', text: string }
export type StepActKind = StepAct['kind']

/** When a step is taken, told by the time that the promise has used; minutes are of working time. */
export type StepMoment = { from: 'share', percent: number } | { from: 'before_due' | 'after_due', minutes: number }

/** One thing that a service level does as a promise comes near or is missed. */
export interface Step {
  /** Never used again for another step, so that a promise knows which it has seen. */
  key: string
  target: TargetKind | 'any'
  when: StepMoment
  act: StepAct
}

/** A step that was taken for a promise, and when in epoch milliseconds. */
export interface TakenStep { key: string, at: number }

/** What every service level begins with: whoever has the ticket hears of a promise that three quarters are used of. */
export const standardStep: Step = { key: 'warn', target: 'any', when: { from: 'share', percent: 75 }, act: { kind: 'notify', whom: 'holder' } }

export const appliesTo = ({ target }: Pick<Step, 'target'>, kind: TargetKind): boolean => target === 'any' || target === kind

/** How many milliseconds of a promise of `budgetMs` are used when the step is taken. At once, when it would be before the beginning. */
export function stepMs ({ when }: Pick<Step, 'when'>, budgetMs: number): number {
  switch (when.from) {
    case 'share': return Math.round(budgetMs * when.percent / 100)
    case 'before_due': return Math.max(0, budgetMs - when.minutes * minute)
    case 'after_due': return budgetMs + when.minutes * minute
  }
}

/** Whether it only tells that a promise comes near, which is no news any more once the promise is missed. */
export const onlyWarns = (step: Pick<Step, 'when' | 'act'>, budgetMs: number): boolean => step.act.kind === 'notify' && stepMs(step, budgetMs) < budgetMs

/** Whether it is taken once the promise is due or past it. */
export const comesLate = ({ when }: Pick<Step, 'when'>): boolean => when.from === 'after_due' || (when.from === 'share' && when.percent >= 100)
