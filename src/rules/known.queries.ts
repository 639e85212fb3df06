import { listCompanyChoices } from '../companies/company.queries.js'
import type { QuestionKind } from '../forms/question-kind.js'
import { listOwnAddresses } from '../notifications/own-addresses.queries.js'
import type { Reader } from '../platform/database/database.js'
import type { Known } from './check-rule.js'
import type { FieldKind } from './rule-fields.js'

export interface Named { id: number, name: string }

/** Everything that a rule can name, with its name. */
export interface RuleChoices {
  /** With the department that each leads to. */
  topics: Array<Named & { departmentId?: number }>
  departments: Named[]
  teams: Named[]
  agents: Named[]
  policies: Named[]
  statuses: Named[]
  companies: Named[]
  schedules: Named[]
  webhooks: Named[]
  questions: Array<Named & { kind: QuestionKind, options: string[] }>
  ownAddresses: ReadonlySet<string>
}

const fieldKinds: Record<QuestionKind, FieldKind> = {
  short_text: 'text', long_text: 'text', choice: 'text', choices: 'list', date: 'date', number: 'number', email: 'text', phone: 'text', checkbox: 'flag', file: 'text'
}

/** What there is to choose from now, and what rules still name though it is out of use. */
export async function findRuleChoices (reader: Reader): Promise<RuleChoices> {
  const named = async (sql: string): Promise<Named[]> => reader.query(sql) as Promise<Named[]>
  const [topics, departments, teams, agents, policies, statuses, companies, schedules, webhooks, ownAddresses, questions] = await Promise.all([
    named('SELECT id, name, department_id AS departmentId FROM topics WHERE is_active = 1 ORDER BY position, id'),
    named('SELECT id, name FROM departments WHERE is_active = 1 ORDER BY name'),
    named('SELECT id, name FROM teams WHERE is_active = 1 ORDER BY name'),
    named('SELECT id, name FROM agents WHERE is_active = 1 ORDER BY name'),
    named('SELECT id, name FROM sla_policies WHERE is_active = 1 ORDER BY position, id'),
    named('SELECT id, label AS name FROM statuses WHERE is_active = 1 ORDER BY state, position, id'),
    listCompanyChoices(reader),
    named('SELECT id, name FROM schedules ORDER BY name'),
    named('SELECT id, name FROM webhooks WHERE is_active = 1 ORDER BY name, id'),
    listOwnAddresses(reader),
    reader.query('SELECT q.id, q.label, q.kind, q.options, t.name AS topic FROM questions q JOIN topics t ON t.id = q.topic_id WHERE q.is_active = 1 AND q.kind <> ? ORDER BY t.position, q.position, q.id', ['file']) as
      Promise<Array<{ id: number, label: string, kind: QuestionKind, options: string, topic: string }>>
  ])
  return { topics, departments, teams, agents, policies, statuses, companies, schedules, webhooks, ownAddresses, questions: questions.map(({ id, label, kind, options, topic }) => ({ id, name: `${topic}: ${label}`, kind, options: JSON.parse(options) as string[] })) }
}

/** The same as ids, for checking. */
export function knownOf ({ topics, departments, teams, agents, policies, statuses, schedules, webhooks, ownAddresses, questions }: RuleChoices): Known {
  const ids = (all: Named[]) => new Set(all.map(({ id }) => id))
  return {
    topicIds: ids(topics), departmentIds: ids(departments), teamIds: ids(teams), agentIds: ids(agents), policyIds: ids(policies), statusIds: ids(statuses), scheduleIds: ids(schedules), webhookIds: ids(webhooks),
    ownAddresses,
    questions: new Map(questions.map(({ id, name, kind, options }) => [id, { id, label: name, kind, options, isRequired: false }])),
    questionKinds: new Map(questions.map(({ id, kind }) => [id, fieldKinds[kind]]))
  }
}
