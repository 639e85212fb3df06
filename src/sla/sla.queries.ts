import type { Reader } from '../platform/database/database.js'
import { findRows } from '../platform/database/find-row.js'
import { NotFound } from '../platform/errors.js'
import { aroundTheClock } from '../schedules/opening-hours.js'
import { findHours, type Hours } from '../schedules/schedule.queries.js'
import { choosePolicy, type Asked } from './choose-policy.js'
import { serviceLevelOf, type ServiceLevel } from './service-level.js'
import { SlaPolicy } from './sla-policy.entity.js'

/** What of a ticket decides on its promise, so that this room need not know tickets. */
export interface Promised extends Asked { priority: 1 | 2 | 3 | 4, chosenPolicyId?: number | null }

/** The policies in force, in the order in which they are asked. */
export async function listActivePolicies (reader: Reader): Promise<SlaPolicy[]> {
  return findRows(reader, SlaPolicy, { isActive: true }, { ending: 'ORDER BY position, id' })
}

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
  const policies = await listActivePolicies(reader)
  const policy = policies.find(({ id }) => id === promised.chosenPolicyId) ?? choosePolicy(policies, promised)
  return policy === null ? null : levelIn(reader, policy, promised)
}

/** What one policy promises, whether or not it would be chosen again today. */
export async function findServiceLevelOf (reader: Reader, policyId: number, promised: Pick<Promised, 'departmentId' | 'priority'>): Promise<ServiceLevel> {
  return levelIn(reader, await findPolicy(reader, policyId), promised)
}

async function levelIn (reader: Reader, policy: SlaPolicy, { departmentId, priority }: Pick<Promised, 'departmentId' | 'priority'>): Promise<ServiceLevel> {
  return serviceLevelOf(policy, priority, await findHoursOfPolicy(reader, policy, departmentId))
}
