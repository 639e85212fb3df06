import type { StepChoices } from './check-steps.js'
import type { StepAct } from './step.js'

/** Whom or what a step is about; empty where it is about nobody by name, or nobody that is there. */
export function objectName (act: StepAct, { agents, departments }: StepChoices): string {
  const nameOf = (all: StepChoices['agents'], id: number): string => all.find(each => each.id === id)?.name ?? ''
  switch (act.kind) {
    case 'notify': return typeof act.whom === 'number' ? nameOf(agents, act.whom) : ''
    case 'give': return act.to === 'routing' ? '' : nameOf(agents, act.to)
    case 'move': return nameOf(departments, act.departmentId)
    default: return ''
  }
}
