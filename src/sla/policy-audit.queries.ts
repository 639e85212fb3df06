import type { EntityManager } from 'typeorm'
import type { SlaPolicy } from './sla-policy.entity.js'
import { targetKinds } from './target-kind.js'

type Audited = Pick<SlaPolicy, 'name' | 'departmentIds' | 'topicIds' | 'companyIds' | 'priorities' | 'scheduleId' | 'aroundTheClock' | 'targets' | 'pausesOnHold' | 'steps'>

/** A service level as a reader of the history of changes knows it: a line for each priority, all else by name. */
export async function auditedPolicy (manager: EntityManager, { name, departmentIds, topicIds, companyIds, priorities, scheduleId, aroundTheClock, targets, pausesOnHold, steps }: Audited) {
  const [schedule] = await namesOf(manager, 'schedules', scheduleId === null ? [] : [scheduleId])
  return {
    name, aroundTheClock, pausesOnHold, priorities,
    steps: steps.map(({ target, when, act }) => ({ target, ...when, ...act })),
    departments: await namesOf(manager, 'departments', departmentIds),
    topics: await namesOf(manager, 'topics', topicIds),
    companies: await namesOf(manager, 'companies', companyIds),
    schedule: schedule ?? null,
    ...Object.fromEntries(([4, 3, 2, 1] as const).map(priority => [`targets.${priority}`, targetKinds.map(kind => targets[priority][kind])]))
  }
}

async function namesOf (manager: EntityManager, table: 'departments' | 'topics' | 'companies' | 'schedules', ids: readonly number[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await manager.query(`SELECT name FROM ${table} WHERE id IN (${ids.map(() => '?').join(', ')}) ORDER BY name`, [...ids]) as Array<{ name: string }>
  return rows.map(row => row.name)
}
