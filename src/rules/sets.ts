import type { Action } from './action.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

export interface FieldSet { field: FieldName, value: string | null }

/** Whoever is found: nobody knows before who that is, and no agent is named so. */
const somebody = 'somebody'

/** Whether an action changes nothing because somebody has the ticket already. */
export const isSettled = (action: Action, assignee: FactValue): boolean => action.kind === 'route' && assignee !== null && assignee !== ''

/** The field that an action sets, and to what; null for one that sets none as a whole. */
export function fieldSetBy (action: Action): FieldSet | null {
  switch (action.kind) {
    case 'set_priority': return { field: 'priority', value: String(action.priority) }
    case 'set_topic': return { field: 'topic', value: String(action.topicId) }
    case 'set_sla': return { field: 'sla_policy', value: String(action.policyId) }
    case 'set_department': return { field: 'department', value: String(action.departmentId) }
    case 'set_team': return { field: 'team', value: textOf(action.teamId) }
    case 'set_agent': return { field: 'assignee', value: textOf(action.agentId) }
    case 'route': case 'route_anew': return { field: 'assignee', value: somebody }
    case 'set_status': return { field: 'status', value: String(action.statusId) }
    case 'set_answer': return { field: `question.${action.questionId}`, value: action.value }
    default: return null
  }
}

/** What a ticket's tags are after an action. */
export function tagsAfter (action: Action, value: FactValue): string[] {
  const tags = [...[value ?? []].flat()].map(String)
  if (action.kind === 'add_tags') return [...new Set([...tags, ...action.tags])]
  return action.kind === 'remove_tags' ? tags.filter(tag => !action.tags.includes(tag)) : tags
}

const textOf = (id: number | null): string | null => id === null ? null : String(id)
