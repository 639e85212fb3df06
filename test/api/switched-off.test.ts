import type { Test } from 'tap'
import type { World } from '../support/world.js'
import { onApi } from './support.js'

/** Holds the clock that says how old a kept answer is, and moves it by hand. */
function holdAge (t: Test): (ms: number) => void {
  const real = performance.now
  // Whole, so that a second later is a second later to the last digit.
  let at = Math.ceil(real.call(performance))
  performance.now = () => at
  t.teardown(() => { performance.now = real })
  return ms => { at += ms }
}

/** What another process does: this one hears nothing of it. */
const elsewhere = async ({ platform }: World, sql: string, values: unknown[] = []) => platform.db.transaction(async manager => manager.query(sql, values))

onApi('a key that another process switches off is refused within a second', async (t, world) => {
  const pass = holdAge(t)
  t.equal((await world.ask1('/me')).status, 200)

  await elsewhere(world, 'UPDATE api_keys SET is_active = 0')
  pass(1000)
  t.match(await world.ask1('/me'), { status: 401, body: { type: /key-out-of-use$/ } })
})

onApi('a key that loses a scope in another process may no longer do it within a second', async (t, world) => {
  const pass = holdAge(t)
  t.equal((await world.ask1('/tickets')).status, 200)

  await elsewhere(world, 'UPDATE api_keys SET scopes = ?', [JSON.stringify(['organisation.read'])])
  pass(1000)
  t.match(await world.ask1('/tickets'), { status: 403, body: { type: /scope-missing$/ } })
})

onApi('settings that another process changes count within a second', async (t, world) => {
  const pass = holdAge(t)
  const numberOfNext = async () => (await world.ask()).number
  t.match(await numberOfNext(), /^26-\d{6}$/)

  await elsewhere(world, "UPDATE settings SET value = ? WHERE name = 'organisation'", [JSON.stringify({ numberFormat: 'T{000000}' })])
  pass(1000)
  t.match(await numberOfNext(), /^T\d{6}$/)
})

onApi('a first topic that goes out of use in another process takes no more requests within a second', async (t, world) => {
  const pass = holdAge(t)
  const key = await world.keyFor({ scopes: ['tickets.create'], agentId: null })
  const open = async () => {
    const payload = { name: 'Maria', email: 'maria@riverside.example', subject: 'Help', message: 'Please' }
    const answer = await world.app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key }, payload })
    t.equal(answer.statusCode, 201, answer.body)
    const [row] = await world.platform.db.read.query('SELECT topic_id AS topicId FROM tickets WHERE number = ?', [answer.body]) as Array<{ topicId: number }>
    return row?.topicId
  }
  const first = await open()

  await elsewhere(world, 'UPDATE topics SET is_active = 0 WHERE id = ?', [first])
  pass(1000)
  t.not(await open(), first)
})
