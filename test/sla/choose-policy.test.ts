import fc from 'fast-check'
import t from 'tap'
import { choosePolicy } from '../../src/sla/choose-policy.js'
import { holds } from '../support/property.js'

const vip = { name: 'Lecture halls', departmentIds: [1], topicIds: [7, 8], priorities: [], companyIds: [] }
const it = { name: 'IT', departmentIds: [1, 2], topicIds: [], priorities: [], companyIds: [] }
const exams = { name: 'Exams', departmentIds: [], topicIds: [9], priorities: [], companyIds: [] }
const standard = { name: 'Standard', departmentIds: [], topicIds: [], priorities: [], companyIds: [] }

t.test('the first policy that matches department and topic applies', async t => {
  const choose = (departmentId: number, topicId: number | null) => choosePolicy([vip, it, exams, standard], { departmentId, topicId, priority: 2, companyId: null })?.name

  t.equal(choose(1, 7), 'Lecture halls')
  t.equal(choose(2, 7), 'IT')
  t.equal(choose(1, null), 'IT', 'a ticket without a topic matches only policies for all topics')
  t.equal(choose(3, 9), 'Exams')
  t.equal(choose(3, null), 'Standard')
})

t.test('where none matches, nothing is promised', async t => {
  t.equal(choosePolicy([vip, exams], { departmentId: 2, topicId: 7, priority: 2, companyId: null }), null)
  t.equal(choosePolicy([], { departmentId: 1, topicId: 1, priority: 1, companyId: null }), null)
})

t.test('a policy for everything at the end leaves no ticket without a promise, and hides nothing before it', async t => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 })
  const priority = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const)
  const policies = fc.array(fc.record({ name: fc.string(), departmentIds: ids, topicIds: ids, priorities: fc.uniqueArray(priority, { maxLength: 3 }), companyIds: ids }), { maxLength: 5 })
  const ticket = fc.record({ departmentId: fc.integer({ min: 1, max: 4 }), topicId: fc.option(fc.integer({ min: 1, max: 4 })), priority, companyId: fc.option(fc.integer({ min: 1, max: 4 })) })

  holds(t, fc.tuple(policies, ticket), ([policies, ticket]) => {
    const chosen = choosePolicy([...policies, standard], ticket)
    const before = choosePolicy(policies, ticket)
    if (chosen !== (before ?? standard)) throw new Error('a catch-all must only catch what is left')
  })
})
