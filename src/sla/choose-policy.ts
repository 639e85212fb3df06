import type { SlaPolicy } from './sla-policy.entity.js'

type Matching = Pick<SlaPolicy, 'departmentIds' | 'topicIds'>

/**
 * The policy that applies: the first, in the order given, that matches department and topic. An empty list
 * matches everything, so a catch-all at the end is a policy with two empty lists. Null promises nothing.
 */
export function choosePolicy<Policy extends Matching> (policies: readonly Policy[], { departmentId, topicId }: { departmentId: number, topicId: number | null }): Policy | null {
  return policies.find(policy => matches(policy.departmentIds, departmentId) && matches(policy.topicIds, topicId)) ?? null
}

function matches (ids: readonly number[], id: number | null): boolean {
  return ids.length === 0 || (id !== null && ids.includes(id))
}
