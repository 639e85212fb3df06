import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { refuseTaken } from '../../platform/database/refuse-taken.js'
import { Refusal } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { listAgentChoices } from '../agent-choices.queries.js'
import { AgentSkill } from '../agent-skill.entity.js'
import { Skill } from '../skill.entity.js'
import { findSkill, listAskingTopics } from '../skill.queries.js'
import { countRoutingChange } from './count-routing-change.js'

export interface SkillForm {
  name: string
  /** Active agents who know it. Those who are switched off are in no form and keep it. */
  agentIds: number[]
}

/** Adds a skill, or changes its name and who has it. @throws InvalidFields, Stale, NotFound */
export async function saveSkill (ctx: Context, id: number | null, form: SkillForm, version: number): Promise<Skill> {
  return refuseTaken(async () => ctx.db.transaction(async manager => {
    const skill = id === null ? Object.assign(new Skill(), { createdAt: ctx.clock.now(), version: 0 }) : await lockVersion(manager, Skill, id, version)
    const choices = await listAgentChoices(manager)
    const name = checkSkill(form, choices.map(agent => agent.id))
    const before = id === null ? {} : { name: skill.name, agents: await namesOf(manager, id) }

    await manager.save(Object.assign(skill, { name, version: skill.version + 1 }))
    await saveKnowing(manager, skill.id, choices.map(agent => agent.id), new Set(form.agentIds))
    await recordChange(manager, ctx, {
      action: id === null ? 'skill.created' : 'skill.updated', subjectType: 'skill', subjectId: skill.id, subjectName: name, before, after: { name, agents: await namesOf(manager, skill.id) }
    })
    return skill
  }))
}

/** Forgets a skill, and that agents have it. @throws NotFound, Stale; Refusal while topics ask for it. */
export async function removeSkill (ctx: Context, { id, version }: { id: number, version: number }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const { name } = await lockVersion(manager, Skill, id, version)
    const topics = (await listAskingTopics(manager)).filter(({ skillIds }) => skillIds.includes(id))
    if (topics.length > 0) throw new Refusal('accounts.skill.asked_for', { status: 409, values: { topics: topics.slice(0, 5).map(topic => topic.name).join(', ') } })
    const agents = await namesOf(manager, id)
    await manager.delete(AgentSkill, { skillId: id })
    await manager.delete(Skill, { id })
    await recordChange(manager, ctx, { action: 'skill.removed', subjectType: 'skill', subjectId: id, subjectName: name, before: { name, agents }, after: {} })
  })
}

function checkSkill ({ name, agentIds }: SkillForm, choices: readonly number[]): string {
  const checks = new FieldChecks()
  const checked = checks.name('name', name, 60)
  if (agentIds.some(id => !choices.includes(id))) checks.note('agentIds', 'refusal.not_a_choice')
  checks.refuse()
  return checked
}

async function saveKnowing (manager: EntityManager, skillId: number, choices: readonly number[], wanted: ReadonlySet<number>): Promise<void> {
  const present = new Set((await findSkill(manager, skillId)).agentIds)
  const changed = choices.filter(agentId => present.has(agentId) !== wanted.has(agentId))
  await countRoutingChange(manager, changed)
  for (const agentId of changed) {
    if (wanted.has(agentId)) await manager.insert(AgentSkill, { agentId, skillId })
    else await manager.delete(AgentSkill, { agentId, skillId })
  }
}

async function namesOf (manager: EntityManager, skillId: number): Promise<string[]> {
  const rows = await manager.query('SELECT a.name FROM agent_skills k JOIN agents a ON a.id = k.agent_id WHERE k.skill_id = ? ORDER BY a.name, a.id', [skillId]) as Array<{ name: string }>
  return rows.map(({ name }) => name)
}
