import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { choosePolicy } from '../../src/sla/choose-policy.js'
import { neverReached } from '../../src/sla/never-reached.js'
import { holds } from '../support/property.js'

type Lists = Partial<Record<'departmentIds' | 'topicIds' | 'companyIds', number[]>> & { priorities?: Array<1 | 2 | 3 | 4> }
let ids = 0
const policy = (name: string, lists: Lists = {}) => ({ id: ids += 1, name, departmentIds: [], topicIds: [], companyIds: [], priorities: [], ...lists })
const inUse = { departmentIds: [1, 2, 3], topicIds: [1, 2, 3], companyIds: [1, 2] }

t.test('a policy behind one that takes everything is never reached, and one before it is', async t => {
  t.same(neverReached(policy('IT', { departmentIds: [1] }), [policy('Standard')], inUse), { why: 'taken', by: ['Standard'] })
  t.equal(neverReached(policy('Standard'), [policy('IT', { departmentIds: [1] })], inUse), null)
})

t.test('several policies can take everything together', async t => {
  const halves = [policy('Urgent', { priorities: [3, 4] }), policy('The rest', { priorities: [1, 2] })]
  t.same(neverReached(policy('Standard'), halves, inUse), { why: 'taken', by: ['The rest', 'Urgent'] })
  t.equal(neverReached(policy('Standard'), halves.slice(1), inUse), null)
  t.same(neverReached(policy('All'), [policy('A', { departmentIds: [1, 2] }), policy('B', { departmentIds: [3] })], inUse), { why: 'taken', by: ['A', 'B'] }, 'there is no fourth department')
  t.equal(neverReached(policy('All'), [policy('A', { topicIds: [1, 2] }), policy('B', { topicIds: [3] })], inUse), null, 'a ticket may have no topic')
})

t.test('what is only for places out of use is never reached', async t => {
  t.same(neverReached(policy('Old', { departmentIds: [9] }), [], inUse), { why: 'out_of_use', what: 'departments' })
  t.same(neverReached(policy('Old', { topicIds: [9] }), [], inUse), { why: 'out_of_use', what: 'topics' })
  t.same(neverReached(policy('Old', { companyIds: [9] }), [], inUse), { why: 'out_of_use', what: 'companies' })
  t.equal(neverReached(policy('Half', { departmentIds: [9, 2] }), [], inUse), null)
})

t.test('it says so exactly when no ticket that can come would choose the policy', async t => {
  const some = (most: number) => fc.uniqueArray(fc.integer({ min: 1, max: most }), { maxLength: 2 })
  const any = fc.record({ departmentIds: some(4), topicIds: some(4), companyIds: some(3), priorities: fc.uniqueArray(fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const), { maxLength: 3 }) })
  const tickets = inUse.departmentIds.flatMap(departmentId => [...inUse.topicIds, null].flatMap(topicId => [...inUse.companyIds, null].flatMap(companyId => [1, 2, 3, 4].map(priority => ({ departmentId, topicId, companyId, priority })))))

  holds(t, fc.tuple(any, fc.array(any, { maxLength: 4 })), ([lists, earlier]) => {
    const [before, asked] = [earlier.map((each, place) => policy(`P${place}`, each)), policy('asked', lists)]
    const isReached = tickets.some(ticket => choosePolicy([...before, asked], ticket) === asked)
    assert.equal(neverReached(asked, before, inUse) === null, isReached)
  }, 500)
})
