import type { Reader } from '../platform/database/database.js'
import { SlaPolicy } from './sla-policy.entity.js'

/** A service level with the names of what it is for. Empty lists match everything. */
export interface PolicyLine { policy: SlaPolicy, departments: string[], topics: string[], companies: string[], scheduleName: string | null }

interface Named { id: number, name: string }

/** Every service level in the order in which they are asked, also those out of use. */
export async function listPolicies (reader: Reader): Promise<PolicyLine[]> {
  const policies = await reader.find(SlaPolicy, { order: { position: 'ASC', id: 'ASC' } })
  const names = async (table: string) => new Map((await reader.query(`SELECT id, name FROM ${table}`) as Named[]).map(({ id, name }) => [id, name]))
  const [departments, topics, companies, schedules] = [await names('departments'), await names('topics'), await names('companies'), await names('schedules')]
  const known = (all: Map<number, string>, ids: readonly number[]) => ids.flatMap(id => all.get(id) ?? []).toSorted((a, b) => a.localeCompare(b))

  return policies.map(policy => ({
    policy, departments: known(departments, policy.departmentIds), topics: known(topics, policy.topicIds), companies: known(companies, policy.companyIds), scheduleName: policy.scheduleId === null ? null : schedules.get(policy.scheduleId) ?? null
  }))
}

/** The open tickets that a change to a service level touches, counted up to 1,000. Found by the departments' index. */
export async function countTicketsUnder (reader: Reader, policyId: number): Promise<number> {
  const [row] = await reader.query(
    `SELECT COUNT(*) AS count FROM (SELECT 1 FROM tickets t JOIN departments d ON d.id = t.department_id
       WHERE t.state IN ('new', 'open', 'waiting', 'on_hold') AND t.sla_policy_id = ? LIMIT 1000) counted`, [policyId]
  ) as Array<{ count: number }>
  return Number(row?.count ?? 0)
}
