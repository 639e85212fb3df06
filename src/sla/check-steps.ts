import { randomUUID } from 'node:crypto'
import type { FieldChecks } from '../platform/field-checks.js'
import { minute } from '../platform/clock.js'
import { longestTarget } from './longest-target.js'
import { appliesTo, stepMs, type Step } from './step.js'
import { mostSteps } from './step-form.js'
import { targetKinds, type TargetMinutes } from './target-kind.js'

/** What steps can name: agents and departments that are in use. */
export interface StepChoices { agents: Array<{ id: number, name: string }>, departments: Array<{ id: number, name: string }> }

const priorities = [1, 2, 3, 4] as const
const longestNote = 5000

/**
 * Notes what does not hold of a policy's steps, under names like `steps.1.amount`, and returns them with a key
 * each. A step that no promise could ever ask for is refused, as is one that would come before every beginning.
 */
export function checkSteps (checks: FieldChecks, steps: readonly Step[], targets: TargetMinutes, choices: StepChoices): Step[] {
  if (steps.length > mostSteps) checks.note(`steps.${mostSteps}.amount`, 'sla.bad.too_many_steps', { most: mostSteps })
  for (const [place, step] of steps.entries()) {
    const field = (name: string) => `steps.${place}.${name}`
    checkMoment(checks, field, step, targets)
    checkAct(checks, field('value'), step, choices)
  }
  const seen = new Set<string>()
  return steps.map(({ key, target, when, act }) => {
    const own = key === '' || seen.has(key) ? randomUUID().slice(0, 8) : key
    seen.add(own)
    return { key: own, target, when, act }
  })
}

function checkMoment (checks: FieldChecks, field: (name: string) => string, step: Step, targets: TargetMinutes): void {
  const { when } = step
  if (when.from === 'share') {
    if (!(when.percent >= 1 && when.percent <= 1000)) return checks.note(field('amount'), 'sla.bad.percent')
  } else if (!(Number.isInteger(when.minutes) && when.minutes >= 1 && when.minutes <= longestTarget)) return checks.note(field('amount'), 'sla.bad.step_time')

  const promised = priorities.flatMap(priority => targetKinds.flatMap(kind => appliesTo(step, kind) ? targets[priority][kind] ?? [] : []))
  if (promised.length === 0) return checks.note(field('target'), 'sla.bad.step_target')
  if (when.from === 'before_due' && promised.every(minutes => stepMs(step, minutes * minute) === 0)) checks.note(field('amount'), 'sla.bad.step_early')
}

function checkAct (checks: FieldChecks, field: string, { act }: Step, { agents, departments }: StepChoices): void {
  const isThere = (all: Array<{ id: number }>, id: number) => all.some(each => each.id === id)
  switch (act.kind) {
    case 'notify': return typeof act.whom === 'number' && !isThere(agents, act.whom) ? checks.note(field, 'sla.bad.step_agent') : undefined
    case 'give': return typeof act.to === 'number' && !isThere(agents, act.to) ? checks.note(field, 'sla.bad.step_agent') : undefined
    case 'move': return isThere(departments, act.departmentId) ? undefined : checks.note(field, 'sla.bad.step_department')
    case 'tag': return act.tag === '' ? checks.note(field, 'sla.bad.step_tag') : undefined
    case 'note': return act.text === '' || act.text.length > longestNote ? checks.note(field, 'sla.bad.step_note', { most: longestNote }) : undefined
    default: return undefined
  }
}
