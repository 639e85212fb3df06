import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { difference } from '../../src/audit/difference.js'
import { holds } from '../support/property.js'

t.test('only what differs is kept, before and after', async t => {
  t.same(difference({ name: 'IT', days: 5, list: [1, 2], on: true }, { name: 'IT', days: 7, list: [2, 1], on: true }), { days: { before: 5, after: 7 }, list: { before: [1, 2], after: [2, 1] } })
  t.same(difference({}, { name: 'IT', lead: null }), { name: { before: null, after: 'IT' } }, 'nothing and nothing are the same')
  t.same(difference({ name: 'IT' }, {}), { name: { before: 'IT', after: null } })
  t.same(difference({ lead: undefined, off: false }, { lead: null, off: null }), { off: { before: false, after: null } })
})

const anyValues = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.oneof(fc.jsonValue(), fc.constant(undefined)))

t.test('the difference leads from what was to what is', async t => {
  holds(t, fc.tuple(anyValues, anyValues), ([before, after]) => {
    const changed = difference(before, after)
    const told = Object.fromEntries(Object.entries(changed).map(([name, values]) => [name, values.after]))
    const reached: Record<string, unknown> = { ...before, ...told }
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) assert.equal(JSON.stringify(reached[name] ?? null), JSON.stringify(after[name] ?? null))
    assert.deepEqual(difference(after, after), {})
  })
})
