import { readTarget } from './target-text.js'
import { standardStep, type Step, type StepAct, type StepActKind, type StepMoment } from './step.js'
import { targetKinds } from './target-kind.js'

type Typed = Record<string, string | string[]>
const one = (typed: Typed, name: string): string => String([typed[name] ?? ''].flat()[0] ?? '')

/** What a step can do, in the order of the page. */
export const stepActKinds = ['notify', 'priority', 'give', 'move', 'tag', 'note'] as const satisfies readonly StepActKind[]

/** More than anybody reads. */
export const mostSteps = 20

/** A step with its moment as it was typed. */
export type TypedStep = Step & { amount?: string }

/**
 * Reads the steps of the page: `steps.0.when` is the moment of the first. What cannot be read is NaN or empty,
 * which saving refuses in words.
 */
export function readSteps (typed: Typed, day: number): TypedStep[] {
  const count = Math.max(0, Math.min(mostSteps + 1, Math.trunc(Number(one(typed, 'stepCount'))) || 0))
  return Array.from({ length: count }, (_each, place) => readStep(typed, `steps.${place}`, day))
}

function readStep (typed: Typed, name: string, day: number): TypedStep {
  const amount = one(typed, `${name}.amount`)
  const kind = stepActKinds.find(kind => kind === one(typed, `${name}.kind`)) ?? 'notify'
  return {
    key: /^[\w-]{1,40}$/.test(one(typed, `${name}.key`)) ? one(typed, `${name}.key`) : '',
    target: targetKinds.find(target => target === one(typed, `${name}.target`)) ?? 'any',
    when: momentOf(one(typed, `${name}.when`), amount, day),
    act: actOf(kind, one(typed, `${name}.value`)),
    amount
  }
}

function momentOf (from: string, amount: string, day: number): StepMoment {
  if (from === 'before_due' || from === 'after_due') return { from, minutes: readTarget(amount, day) ?? Number.NaN }
  const percent = amount.replace(/\s*%$/, '').trim()
  return { from: 'share', percent: /^\d{1,4}$/.test(percent) ? Number(percent) : Number.NaN }
}

/** A tag as tickets carry it; empty when there is nothing in it to carry. */
export const tagOfStep = (typed: string): string => typed.toLowerCase().normalize('NFC').trim().replace(/\s+/g, '-').replace(/[^\p{L}\p{N}-]/gu, '').slice(0, 40)

const idOf = (text: string): number => /^\d{1,9}$/.test(text) ? Number(text) : 0

function actOf (kind: StepActKind, value: string): StepAct {
  switch (kind) {
    case 'notify': return { kind, whom: (['holder', 'team_lead', 'manager', 'account_manager'] as const).find(whom => whom === value) ?? idOf(value) }
    case 'priority': return { kind, to: ([1, 2, 3, 4] as const).find(priority => String(priority) === value) ?? 'next' }
    case 'give': return { kind, to: value === 'routing' ? value : idOf(value) }
    case 'move': return { kind, departmentId: idOf(value) }
    case 'tag': return { kind, tag: tagOfStep(value) }
    case 'note': return { kind, text: value.toWellFormed().trim() }
  }
}

/** How a step's object stands in its field. */
export function writeValue (act: StepAct): string {
  switch (act.kind) {
    case 'notify': return String(act.whom)
    case 'priority': case 'give': return String(act.to)
    case 'move': return String(act.departmentId)
    case 'tag': return act.tag
    case 'note': return act.text
  }
}

/** What a button of the page asks for: `add-step`, `remove-step:2`. Anything else leaves the steps as they are. */
export function changeSteps (steps: readonly TypedStep[], act: string, typed: Typed): TypedStep[] {
  const [verb, place] = act.split(':')
  if (verb === 'remove-step') return steps.filter((_each, at) => at !== Number(place))
  if (verb === 'add-step' && steps.length < mostSteps) return [...steps, newStep(stepActKinds.find(kind => kind === one(typed, 'newStep')) ?? 'notify')]
  return [...steps]
}

const newStep = (kind: StepActKind): TypedStep => ({ ...standardStep, key: '', act: actOf(kind, { notify: 'manager', priority: 'next', give: 'routing', move: '', tag: '', note: '' }[kind]), amount: '75' })
