import t from 'tap'
import type { Reader } from '../../src/platform/database/database.js'
import { recently } from '../../src/platform/recently.js'

/** A database of which only its identity is asked. */
const database = (): Reader => ({ dataSource: {} }) as unknown as Reader

/** Something that an admin changes, each look at it counted, with a clock set by hand. */
function changing () {
  const state = { at: 0, looks: 0, value: 'first' as string | null, delay: Promise.resolve() as Promise<unknown> }
  const recent = recently(1000, async (_reader, key: string) => {
    state.looks += 1
    const found = state.value
    await state.delay
    return found === null ? null : `${key}: ${found}`
  }, () => state.at)
  return { state, ...recent }
}

t.test('what was read is kept for a second and not a moment longer', async t => {
  const { state, find } = changing()
  const reader = database()
  t.equal(await find(reader, 'a'), 'a: first')
  state.value = 'second'

  state.at = 999
  t.same([await find(reader, 'a'), state.looks], ['a: first', 1])
  t.equal(await find(reader, 'b'), 'b: second', 'another key is another question')
  state.at = 1000
  t.equal(await find(reader, 'a'), 'a: second')
})

t.test('a look that takes long is as old as its beginning', async t => {
  const { state, find } = changing()
  const reader = database()
  let arrive = (): void => {}
  state.delay = new Promise<void>(resolve => { arrive = resolve })
  const slow = find(reader, 'a')
  state.at = 999
  const waiting = find(reader, 'a')
  t.equal(state.looks, 1, 'who asks meanwhile waits for the same look')

  state.at = 1000
  state.value = 'second'
  const late = find(reader, 'a')
  arrive()
  t.same(await Promise.all([slow, waiting, late]), ['a: first', 'a: first', 'a: second'])
})

t.test('what this process changes counts at once, also when an older look arrives only then', async t => {
  const { state, find, forget } = changing()
  const reader = database()
  let arrive = (): void => {}
  state.delay = new Promise<void>(resolve => { arrive = resolve })
  const before = find(reader, 'a')
  state.value = 'second'
  forget()
  arrive()
  t.equal(await before, 'a: first')
  t.equal(await find(reader, 'a'), 'a: second')
})

t.test('nothing and failure are not kept', async t => {
  const { state, find } = changing()
  const reader = database()
  state.value = null
  t.equal(await find(reader, 'a'), null)
  state.value = 'made'
  t.equal(await find(reader, 'a'), 'a: made', 'a key that was just made works at once')

  state.at = 1000
  state.delay = Promise.reject(new Error('out of reach'))
  await t.rejects(find(reader, 'a'), { message: 'out of reach' })
  state.delay = Promise.resolve()
  t.equal(await find(reader, 'a'), 'a: made')
})

t.test('each database is asked for itself, and no more than a thousand answers are kept of one', async t => {
  const { state, find } = changing()
  const [one, other] = [database(), database()]
  await find(one, 'a')
  state.value = 'second'
  t.equal(await find(other, 'a'), 'a: second')

  for (let key = 0; key < 1000; key += 1) await find(one, String(key))
  t.equal(await find(one, 'a'), 'a: second', 'the oldest had to go')
})
