import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { AgentSkill } from './agent-skill.entity.js'
import { Skill } from './skill.entity.js'

export interface SkillLine {
  id: number
  name: string
  /** Agents in use who know it, by name. */
  agents: string[]
  /** Topics that ask for it, by name. */
  topics: string[]
}

/** Every skill by name. */
export async function listSkills (reader: Reader): Promise<SkillLine[]> {
  const skills = await reader.find(Skill, { select: { id: true, name: true }, order: { name: 'ASC' } })
  const knowing = await reader.query(
    'SELECT k.skill_id AS skillId, a.name FROM agent_skills k JOIN agents a ON a.id = k.agent_id WHERE a.is_active = 1 ORDER BY a.name, a.id'
  ) as Array<{ skillId: number, name: string }>
  const asking = await listAskingTopics(reader)
  return skills.map(({ id, name }) => ({
    id, name,
    agents: knowing.filter(({ skillId }) => skillId === id).map(agent => agent.name),
    topics: asking.filter(({ skillIds }) => skillIds.includes(id)).map(topic => topic.name)
  }))
}

/** One skill and the agents who have it, also those who are switched off. @throws NotFound */
export async function findSkill (reader: Reader, id: number): Promise<{ skill: Skill, agentIds: number[] }> {
  const skill = await reader.findOneBy(Skill, { id })
  if (skill === null) throw new NotFound()
  return { skill, agentIds: (await reader.find(AgentSkill, { where: { skillId: id }, order: { agentId: 'ASC' } })).map(({ agentId }) => agentId) }
}

/** Topics in use that ask for skills. By table name, because this room stands before theirs. */
export async function listAskingTopics (reader: Pick<Reader, 'query'>): Promise<Array<{ name: string, skillIds: number[] }>> {
  const rows = await reader.query('SELECT name, skill_ids AS skillIds FROM topics WHERE skill_ids IS NOT NULL AND is_active = 1 ORDER BY name') as Array<{ name: string, skillIds: string }>
  return rows.map(({ name, skillIds }) => ({ name, skillIds: JSON.parse(skillIds) as number[] ?? [] }))
}
