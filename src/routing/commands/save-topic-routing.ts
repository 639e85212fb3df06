import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import { strategies, type Strategy } from '../../departments/choices.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { Topic } from '../../topics/topic.entity.js'
import { findSkills } from '../route.queries.js'

export interface TopicRoutingForm {
  /** Null takes the team's, or the department's. */
  strategy: Strategy | null
  /** Null takes the department's. */
  lastAgentChoice: 'yes' | 'no' | null
  skillIds: number[]
}

const mostSkills = 10

/**
 * Changes how a topic's tickets find their agent and what that agent has to know. Counts for the next ticket.
 *
 * @throws InvalidFields, Stale, NotFound
 */
export async function saveTopicRouting (ctx: Context, id: number, form: TopicRoutingForm, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const topic = await lockVersion(manager, Topic, id, version)
    const values = await checkTopicRouting(manager, form)
    await manager.update(Topic, { id }, { ...values, version: version + 1 })
    await recordChange(manager, ctx, { action: 'topic.updated', subjectType: 'topic', subjectId: id, subjectName: topic.name, before: await auditedOf(manager, topic), after: await auditedOf(manager, values) })
  })
}

async function checkTopicRouting (manager: EntityManager, form: TopicRoutingForm): Promise<Pick<Topic, 'strategy' | 'lastAgentChoice' | 'skillIds'>> {
  const checks = new FieldChecks()
  const skillIds = [...new Set(form.skillIds)]
  const strategy = checks.choice('strategy', form.strategy, [null, ...strategies])
  const lastAgentChoice = checks.choice('lastAgentChoice', form.lastAgentChoice, [null, 'yes', 'no'] as const)
  if ((await findSkills(manager, skillIds)).length < skillIds.length) checks.note('skillIds', 'refusal.not_a_choice')
  if (skillIds.length > mostSkills) checks.note('skillIds', 'routing.bad.too_many_skills', { limit: mostSkills })
  checks.refuse()
  return { strategy, lastAgentChoice, skillIds: skillIds.length === 0 ? null : skillIds }
}

/** As a reader of the history of changes knows it: skills by name. */
async function auditedOf (manager: EntityManager, { strategy, lastAgentChoice, skillIds }: Pick<Topic, 'strategy' | 'lastAgentChoice' | 'skillIds'>) {
  return { strategy, lastAgentChoice, skills: (await findSkills(manager, skillIds ?? [])).map(({ name }) => name) }
}
