import type { Reader } from '../platform/database/database.js'
import { neverReached, type InUse, type NeverReached } from './never-reached.js'
import { SlaPolicy } from './sla-policy.entity.js'

/** For each policy in use to which no new ticket can come, why. */
export async function listNeverReached (reader: Reader): Promise<Map<number, NeverReached>> {
  const policies = await reader.find(SlaPolicy, { where: { isActive: true }, order: { position: 'ASC', id: 'ASC' } })
  const inUse = await findInUse(reader)
  return new Map(policies.flatMap((policy, place) => {
    const why = neverReached(policy, policies.slice(0, place), inUse)
    return why === null ? [] : [[policy.id, why] as const]
  }))
}

/** What new tickets can come with. By table name, because topics come after this room. */
export async function findInUse (reader: Reader): Promise<InUse> {
  const ids = async (table: string) => (await reader.query(`SELECT id FROM ${table} WHERE is_active = 1`) as Array<{ id: number }>).map(({ id }) => id)
  return { departmentIds: await ids('departments'), topicIds: await ids('topics'), companyIds: await ids('companies') }
}
