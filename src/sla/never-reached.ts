import type { SlaPolicy } from './sla-policy.entity.js'

type Matching = Pick<SlaPolicy, 'departmentIds' | 'topicIds' | 'priorities' | 'companyIds'>
type Place = Matching & Pick<SlaPolicy, 'id' | 'name'>

/** What is in use, so that tickets can come with it. */
export interface InUse { departmentIds: readonly number[], topicIds: readonly number[], companyIds: readonly number[] }

/** Why a policy applies to no ticket: what it is for is out of use, or the policies before it take everything. */
export type NeverReached = { why: 'out_of_use', what: 'departments' | 'topics' | 'companies' } | { why: 'taken', by: string[] }

/** Above this the question is left open: it is about a hint, not about a ticket. */
const mostCells = 200_000
/** Stands for everything that no policy names. */
const other = 0

/**
 * Why no new ticket can come under a policy, or null when one can. `before` are the policies in use that are asked
 * first, in order. Exact: it looks at every mixture of department, topic, company and priority that the policies tell apart.
 */
export function neverReached (policy: Matching, before: readonly Place[], { departmentIds, topicIds, companyIds }: InUse): NeverReached | null {
  const [departments, topics, companies] = [known(policy.departmentIds, departmentIds), known(policy.topicIds, topicIds), known(policy.companyIds, companyIds)]
  if (departments === null) return { why: 'out_of_use', what: 'departments' }
  if (topics === null) return { why: 'out_of_use', what: 'topics' }
  if (companies === null) return { why: 'out_of_use', what: 'companies' }

  const cells = {
    departments: policy.departmentIds.length > 0 ? departments : toldApart(before.map(each => each.departmentIds), departmentIds, false),
    topics: policy.topicIds.length > 0 ? topics : toldApart(before.map(each => each.topicIds), topicIds, true),
    companies: policy.companyIds.length > 0 ? companies : toldApart(before.map(each => each.companyIds), companyIds, true),
    priorities: policy.priorities.length > 0 ? policy.priorities : [1, 2, 3, 4]
  }
  if (Object.values(cells).reduce((product, { length }) => product * length, 1) > mostCells) return null

  const takers = new Set<string>()
  for (const [department, topic, company, priority] of mixtures(cells.departments, cells.topics, cells.companies, cells.priorities)) {
    const taker = before.find(each => has(each.departmentIds, department) && has(each.topicIds, topic) && has(each.companyIds, company) && has(each.priorities, priority))
    if (taker === undefined) return null
    takers.add(taker.name)
  }
  return { why: 'taken', by: [...takers] }
}

function * mixtures (departments: readonly number[], topics: readonly number[], companies: readonly number[], priorities: readonly number[]): Generator<[number, number, number, number]> {
  for (const department of departments) {
    for (const topic of topics) {
      for (const company of companies) {
        for (const priority of priorities) yield [department, topic, company, priority]
      }
    }
  }
}

/** Those of a list that are in use; null when it names some and none of them is. */
function known (ids: readonly number[], inUse: readonly number[]): number[] | null {
  const left = ids.filter(id => inUse.includes(id))
  return ids.length > 0 && left.length === 0 ? null : left
}

/** Each id that a policy names, and one for all others, where there are any: a ticket may also have none. */
function toldApart (lists: ReadonlyArray<readonly number[]>, inUse: readonly number[], mayBeNone: boolean): number[] {
  const named = [...new Set(lists.flat())].filter(id => inUse.includes(id))
  return mayBeNone || named.length < inUse.length ? [...named, other] : named
}

const has = (ids: readonly number[], id: number): boolean => ids.length === 0 || ids.includes(id)
