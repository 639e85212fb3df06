import type { Reader } from '../platform/database/database.js'
import { toRow } from '../platform/database/find-row.js'
import { NotFound } from '../platform/errors.js'
import { aroundTheClock } from '../schedules/opening-hours.js'
import { findHours, readHours, scheduleFor, type Hours, type KeptHours } from '../schedules/schedule.queries.js'
import { choosePolicy, type Asked } from './choose-policy.js'
import { serviceLevelOf, type ServiceLevel } from './service-level.js'
import { SlaPolicy } from './sla-policy.entity.js'

/** What of a ticket decides on its promise, so that this room need not know tickets. */
export interface Promised extends Asked { priority: 1 | 2 | 3 | 4, chosenPolicyId?: number | null }

/** One policy, in force or not. @throws NotFound */
export async function findPolicy (reader: Reader, id: number): Promise<SlaPolicy> {
  const policy = await reader.findOneBy(SlaPolicy, { id })
  if (policy === null) throw new NotFound()
  return policy
}

/** The hours in which a policy counts for a department. */
export async function findHoursOfPolicy (reader: Reader, policy: Pick<SlaPolicy, 'aroundTheClock' | 'scheduleId'>, departmentId: number): Promise<Hours> {
  return policy.aroundTheClock ? { scheduleId: null, hours: aroundTheClock } : findHours(reader, departmentId, policy.scheduleId)
}

/** What a policy that was chosen for the ticket promises, or else the first that matches; null when none does. */
export async function findServiceLevel (reader: Reader, promised: Promised): Promise<ServiceLevel | null> {
  const inForce = await listInForce(reader, promised.departmentId)
  const policies = inForce.map(({ policy }) => policy)
  const policy = policies.find(({ id }) => id === promised.chosenPolicyId) ?? choosePolicy(policies, promised)
  const kept = inForce.find(each => each.policy === policy)
  return kept === undefined ? null : serviceLevelOf(kept.policy, promised.priority, readHours(kept.hours))
}

/** The policies in force, in the order in which they are asked, each with the hours in which it counts for a department; in one statement, since every new ticket asks it. */
async function listInForce (reader: Reader, departmentId: number): Promise<Array<{ policy: SlaPolicy, hours: KeptHours }>> {
  const rows = await reader.query(
    `SELECT p.*, s.id AS hoursId, s.opening_hours AS openingHours FROM sla_policies p
     LEFT JOIN schedules s ON p.around_the_clock = 0 AND s.id = ${scheduleFor('p.schedule_id')} WHERE p.is_active = 1 ORDER BY p.position, p.id`,
    [departmentId]
  ) as Array<{ hoursId: number | null, openingHours: string | null }>
  return rows.map(row => ({ policy: toRow(reader, SlaPolicy, row), hours: { id: row.hoursId, openingHours: row.openingHours } }))
}

/** What one policy promises, whether or not it would be chosen again today. */
export async function findServiceLevelOf (reader: Reader, policyId: number, { departmentId, priority }: Pick<Promised, 'departmentId' | 'priority'>): Promise<ServiceLevel> {
  const policy = await findPolicy(reader, policyId)
  return serviceLevelOf(policy, priority, await findHoursOfPolicy(reader, policy, departmentId))
}
