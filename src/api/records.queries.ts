import type { AgentActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { Person } from '../accounts/person.entity.js'
import { NotFound } from '../platform/errors.js'
import { seenBy } from '../tickets/referral.queries.js'

export interface DepartmentRecord { id: number, name: string, description: string }
export interface TeamRecord { id: number, name: string, description: string, memberIds: number[] }
export interface AgentRecord { id: number, name: string, email: string, departmentIds: number[] }
export interface TopicRecord { id: number, name: string, description: string, departmentId: number, teamId: number | null, isPublic: boolean, questions: QuestionRecord[] }
export interface QuestionRecord { id: number, label: string, hint: string, kind: string, options: string[], isRequired: boolean, isPublic: boolean, neededToClose: boolean }

/** Departments in use. */
export async function listDepartmentRecords (reader: Reader): Promise<DepartmentRecord[]> {
  return reader.query('SELECT id, name, description FROM departments WHERE is_active = 1 ORDER BY name, id') as Promise<DepartmentRecord[]>
}

/** Teams in use and the active agents in them. */
export async function listTeamRecords (reader: Reader): Promise<TeamRecord[]> {
  const teams = await reader.query('SELECT id, name, description FROM teams WHERE is_active = 1 ORDER BY name, id') as Array<Omit<TeamRecord, 'memberIds'>>
  const members = await reader.query('SELECT e.team_id AS teamId, e.agent_id AS agentId FROM team_members e JOIN agents a ON a.id = e.agent_id WHERE a.is_active = 1 ORDER BY e.agent_id') as Array<{ teamId: number, agentId: number }>
  return teams.map(team => ({ ...team, memberIds: members.filter(({ teamId }) => teamId === team.id).map(({ agentId }) => agentId) }))
}

/** Active agents and where they work. */
export async function listAgentRecords (reader: Reader): Promise<AgentRecord[]> {
  const agents = await reader.query('SELECT id, name, email FROM agents WHERE is_active = 1 ORDER BY name, id') as Array<Omit<AgentRecord, 'departmentIds'>>
  const places = await reader.query('SELECT agent_id AS agentId, department_id AS departmentId FROM memberships ORDER BY department_id') as Array<{ agentId: number, departmentId: number }>
  return agents.map(agent => ({ ...agent, departmentIds: places.filter(({ agentId }) => agentId === agent.id).map(({ departmentId }) => departmentId) }))
}

/** Topics in use of the departments where the agent works, with what they ask. */
export async function listTopicRecords (reader: Reader, actor: AgentActor): Promise<TopicRecord[]> {
  const topics = await reader.query('SELECT id, name, description, department_id AS departmentId, team_id AS teamId, is_public AS isPublic FROM topics WHERE is_active = 1 ORDER BY position, id') as Array<Omit<TopicRecord, 'isPublic' | 'questions'> & { isPublic: number }>
  const questions = await reader.query('SELECT id, topic_id AS topicId, label, hint, kind, options, is_required AS isRequired, is_public AS isPublic, needed_to_close AS neededToClose FROM questions WHERE is_active = 1 ORDER BY position, id') as
    Array<Omit<QuestionRecord, 'options' | 'isRequired' | 'isPublic' | 'neededToClose'> & { topicId: number, options: string, isRequired: number, isPublic: number, neededToClose: number }>
  return topics.filter(({ departmentId }) => actor.departments.has(departmentId)).map(topic => ({
    ...topic,
    isPublic: Boolean(topic.isPublic),
    questions: questions.filter(({ topicId }) => topicId === topic.id).map(({ topicId: _topic, options, isRequired, isPublic, neededToClose, ...question }) =>
      ({ ...question, options: JSON.parse(options) as string[], isRequired: Boolean(isRequired), isPublic: Boolean(isPublic), neededToClose: Boolean(neededToClose) }))
  }))
}

/** People who ask or take part in a ticket that the agent may see, be it by a referral. */
function visible (actor: AgentActor): { sql: string, values: number[] } {
  const { sql, values } = seenBy(actor)
  return {
    sql: `(EXISTS (SELECT 1 FROM tickets t WHERE t.requester_id = p.id AND ${sql}) OR EXISTS (SELECT 1 FROM participants i JOIN tickets t ON t.id = i.ticket_id WHERE i.person_id = p.id AND ${sql}))`,
    values: [...values, ...values]
  }
}

/** A page of the people whom the agent knows from tickets, the newest first. */
export async function listPeople (reader: Reader, actor: AgentActor, { email, before, limit }: { email: string | null, before: number | null, limit: number }): Promise<Person[]> {
  const seen = visible(actor)
  const rows = await reader.query(`
    SELECT p.id FROM people p WHERE ${email === null ? '' : 'p.email = ? AND '}${before === null ? '' : 'p.id < ? AND '}${seen.sql} ORDER BY p.id DESC LIMIT ?`,
  [...email === null ? [] : [email.trim().toLowerCase()], ...before === null ? [] : [before], ...seen.values, limit]) as Array<{ id: number }>
  const people = rows.length === 0 ? [] : await reader.find(Person, { where: rows.map(({ id }) => ({ id })) })
  return rows.flatMap(({ id }) => people.find(person => person.id === id) ?? [])
}

/** One of them. @throws NotFound */
export async function findKnownPerson (reader: Reader, actor: AgentActor, id: number): Promise<Person> {
  const seen = visible(actor)
  const known = await reader.query(`SELECT p.id FROM people p WHERE p.id = ? AND ${seen.sql}`, [id, ...seen.values]) as unknown[]
  const person = known.length === 0 ? null : await reader.findOneBy(Person, { id })
  if (person === null) throw new NotFound()
  return person
}
