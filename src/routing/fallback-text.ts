import type { FallbackStep } from '../departments/choices.js'

/** How many steps a department may name. */
export const mostSteps = 5

/** A step as the value of a choice: `team:3`, `agent:7`, `manager`, `everybody`, `pool`. */
export function writeStep (step: FallbackStep): string {
  switch (step.kind) {
    case 'team': return `team:${step.teamId}`
    case 'agent': return `agent:${step.agentId}`
    default: return step.kind
  }
}

/** The step of a choice; null for one that is no step. */
export function readStep (text: string): FallbackStep | null {
  const [kind, id = ''] = text.split(':')
  if (kind === 'manager' || kind === 'everybody' || kind === 'pool') return id === '' ? { kind } : null
  if (!/^[1-9]\d{0,8}$/.test(id)) return null
  return kind === 'team' ? { kind, teamId: Number(id) } : kind === 'agent' ? { kind, agentId: Number(id) } : null
}
