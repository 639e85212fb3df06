import type { SlaPolicy } from './sla-policy.entity.js'

type Matching = Pick<SlaPolicy, 'departmentIds' | 'topicIds' | 'priorities' | 'companyIds'>

/** What of a ticket a policy may be for. */
export interface Asked { departmentId: number, topicId: number | null, priority: number, companyId: number | null }

/**
 * The policy that applies: the first, in the order given, that matches department, topic, priority and company. An
 * empty list matches everything, so a catch-all at the end is a policy with empty lists alone. Null promises nothing.
 */
export function choosePolicy<Policy extends Matching> (policies: readonly Policy[], { departmentId, topicId, priority, companyId }: Asked): Policy | null {
  return policies.find(policy => matches(policy.departmentIds, departmentId) && matches(policy.topicIds, topicId) && matches(policy.priorities, priority) && matches(policy.companyIds, companyId)) ?? null
}

function matches (ids: readonly number[], id: number | null): boolean {
  return ids.length === 0 || (id !== null && ids.includes(id))
}
