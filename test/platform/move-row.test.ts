import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { moved } from '../../src/platform/database/move-row.js'
import { holds } from '../support/property.js'

t.test('a row changes places with its neighbour', async t => {
  t.same(moved([1, 2, 3], 2, 'up'), [2, 1, 3])
  t.same(moved([1, 2, 3], 2, 'down'), [1, 3, 2])
  t.same(moved([1, 2, 3], 1, 'up'), [1, 2, 3], 'the first stays')
  t.same(moved([1, 2, 3], 3, 'down'), [1, 2, 3], 'the last stays')
  t.same(moved([1, 2, 3], 4, 'up'), [1, 2, 3], 'a stranger moves nothing')
})

t.test('moving loses nobody, and moving back restores the order', async t => {
  holds(t, fc.uniqueArray(fc.nat(50), { minLength: 1 }).chain(ids => fc.tuple(fc.constant(ids), fc.constantFrom(...ids))), ([ids, id]) => {
    const down = moved(ids, id, 'down')
    assert.deepEqual(down.toSorted(), ids.toSorted())
    assert.deepEqual(ids.at(-1) === id ? down : moved(down, id, 'up'), ids)
  })
})
