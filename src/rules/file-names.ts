import type { Named, RuleChoices } from './known.queries.js'

/** What a rule's file calls by name where the rule itself holds an id. */
export type NamedThing = 'topic' | 'department' | 'team' | 'agent' | 'serviceLevel' | 'status' | 'company' | 'schedule' | 'webhook' | 'question'

const lists: Record<NamedThing, (choices: RuleChoices) => Named[]> = {
  topic: ({ topics }) => topics, department: ({ departments }) => departments, team: ({ teams }) => teams, agent: ({ agents }) => agents,
  serviceLevel: ({ policies }) => policies, status: ({ statuses }) => statuses, company: ({ companies }) => companies, schedule: ({ schedules }) => schedules, webhook: ({ webhooks }) => webhooks, question: ({ questions }) => questions
}

/** The fields of conditions whose values are ids. */
export const namedFields: Readonly<Partial<Record<string, NamedThing>>> = { topic: 'topic', department: 'department', team: 'team', assignee: 'agent', status: 'status', company: 'company', sla_policy: 'serviceLevel' }

export const priorityNames = ['low', 'normal', 'high', 'urgent'] as const

/** What a thing is called in a file: its name, or its number when that name could be taken for another's. */
export function nameIn (choices: RuleChoices, thing: NamedThing, id: number): string {
  const all = lists[thing](choices)
  const name = all.find(each => each.id === id)?.name
  return name === undefined || /^#\d+$/.test(name) || all.filter(each => each.name === name).length > 1 ? `#${id}` : name
}

/** The id of what a file names; null when there is none of that name, or several. */
export function idIn (choices: RuleChoices, thing: NamedThing, name: string): number | null {
  const all = lists[thing](choices)
  const number = /^#(\d{1,9})$/.exec(name)?.[1]
  const found = number === undefined ? all.filter(each => each.name === name) : all.filter(({ id }) => id === Number(number))
  return found.length === 1 ? found[0]!.id : null
}
