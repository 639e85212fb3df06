import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import { closurePolicies, type ClosurePolicy } from '../../departments/choices.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { Topic } from '../topic.entity.js'
import { topicIcons } from '../topic-icons.js'
import { isTopicNameTaken } from '../topic.queries.js'

export interface TopicForm {
  name: string
  description: string
  icon: string
  departmentId: number
  teamId: number | null
  priority: 1 | 2 | 3 | 4
  /** Null takes the department's. */
  closurePolicy: ClosurePolicy | null
  isPublic: boolean
}

/**
 * Adds a topic at the end of the list, or changes one. Counts from the next request on: tickets stay where
 * they are.
 *
 * @throws InvalidFields, Stale, NotFound
 */
export async function saveTopic (ctx: Context, id: number | null, form: TopicForm, version: number): Promise<Topic> {
  return ctx.db.transaction(async manager => {
    const topic = id === null ? Object.assign(new Topic(), { isActive: true, createdAt: ctx.clock.now(), version: 0, position: await nextPosition(manager) }) : await lockVersion(manager, Topic, id, version)
    const values = await checkTopic(manager, form, topic)
    const before = id === null ? {} : await auditedOf(manager, topic)

    await manager.save(Object.assign(topic, values, { version: topic.version + 1 }))
    await recordChange(manager, ctx, {
      action: id === null ? 'topic.created' : 'topic.updated', subjectType: 'topic', subjectId: topic.id, subjectName: topic.name, before, after: await auditedOf(manager, values)
    })
    return topic
  })
}

/** What a topic leads to may be out of use only where it was so before. */
async function checkTopic (manager: EntityManager, form: TopicForm, before: Partial<Topic>): Promise<TopicForm> {
  const checks = new FieldChecks()
  const values = {
    name: checks.name('name', form.name),
    description: checks.line('description', form.description),
    icon: checks.choice('icon', form.icon, topicIcons as readonly string[]),
    departmentId: form.departmentId,
    teamId: form.teamId,
    priority: checks.choice('priority', form.priority, [1, 2, 3, 4] as const),
    closurePolicy: checks.choice('closurePolicy', form.closurePolicy, [null, ...closurePolicies]),
    isPublic: form.isPublic
  }
  if (values.departmentId !== before.departmentId && !await isInUse(manager, 'departments', values.departmentId)) checks.note('departmentId', 'refusal.not_a_choice')
  if (values.teamId !== null && values.teamId !== before.teamId && !await isInUse(manager, 'teams', values.teamId)) checks.note('teamId', 'refusal.not_a_choice')
  if (await isTopicNameTaken(manager, values.name, before.id ?? null)) checks.note('name', 'refusal.name_taken')
  checks.refuse()
  return values
}

async function isInUse (manager: EntityManager, table: 'departments' | 'teams', id: number): Promise<boolean> {
  const rows = await manager.query(`SELECT 1 FROM ${table} WHERE id = ? AND is_active = 1`, [id]) as unknown[]
  return rows.length > 0
}

async function nextPosition (manager: EntityManager): Promise<number> {
  const [row] = await manager.query('SELECT COALESCE(MAX(position), 0) + 1 AS position FROM topics') as Array<{ position: number }>
  return Number(row?.position ?? 1)
}

/** As a reader of the history of changes knows it: department and team by name. */
async function auditedOf (manager: EntityManager, { name, description, icon, departmentId, teamId, priority, closurePolicy, isPublic }: TopicForm) {
  const [row] = await manager.query('SELECT d.name AS department, t.name AS team FROM departments d LEFT JOIN teams t ON t.id = ? WHERE d.id = ?', [teamId, departmentId]) as Array<{ department: string, team: string | null }>
  return { name, description, icon, department: row?.department ?? null, team: row?.team ?? null, priority, closurePolicy, isPublic }
}
