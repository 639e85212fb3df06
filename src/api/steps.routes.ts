import { Type, type Static } from '@fastify/type-provider-typebox'
import type { Step, StepAct, StepMoment } from '../sla/step.js'
import { tagOfStep } from '../sla/step-form.js'
import { targetKinds } from '../sla/target-kind.js'
import { Fields, Id, priorities, PriorityName } from './schemas.js'
import { priorityOf } from './ticket.presenter.js'

const minutes = Type.Integer({ minimum: 1, maximum: 5_256_000 })
const only = <Word extends string>(word: Word) => Type.Enum([word])

const When = Type.Union([
  Fields({ from: only('share'), percent: Type.Integer({ minimum: 1, maximum: 1000, examples: [75] }) }),
  Fields({ from: only('before_due'), minutes }),
  Fields({ from: only('after_due'), minutes })
])

const Act = Type.Union([
  Fields({ kind: only('notify'), whom: Type.Union([Type.Enum(['holder', 'team_lead', 'manager', 'account_manager']), Id]) }),
  Fields({ kind: only('priority'), to: Type.Union([only('next'), PriorityName]) }),
  Fields({ kind: only('give'), to: Type.Union([only('routing'), Id]) }),
  Fields({ kind: only('move'), departmentId: Id }),
  Fields({ kind: only('tag'), tag: Type.String({ minLength: 1, maxLength: 40 }) }),
  Fields({ kind: only('note'), text: Type.String({ minLength: 1, maxLength: 5000 }) })
])

/** One thing that a service level does. Sent back with its `key` it stays the step that it was; without one it is new. */
export const ProgramStep = Fields({
  key: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$', examples: ['warn'] })),
  target: Type.Enum(['any', ...targetKinds]),
  when: When,
  act: Act
})
export type StepOfProgram = Static<typeof ProgramStep>

/** As a command takes it. */
export function readStep ({ key = '', target, when, act }: StepOfProgram): Step {
  return { key, target, when: when as StepMoment, act: readAct(act) }
}

function readAct (act: StepOfProgram['act']): StepAct {
  switch (act.kind) {
    case 'priority': return { kind: 'priority', to: act.to === 'next' ? act.to : priorityOf(act.to) }
    case 'tag': return { kind: 'tag', tag: tagOfStep(act.tag) }
    case 'note': return { kind: 'note', text: act.text.toWellFormed().trim() }
    default: return act as StepAct
  }
}

/** As programs read it. */
export function writeStep ({ key, target, when, act }: Step): StepOfProgram {
  return { key, target, when: when as StepOfProgram['when'], act: act.kind === 'priority' ? { kind: 'priority', to: act.to === 'next' ? act.to : priorities[act.to - 1]! } : act as StepOfProgram['act'] }
}
