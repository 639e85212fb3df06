import { createApiKey } from '../src/accounts/commands/save-api-key.js'
import { buildApp } from '../src/app.js'
import { system } from '../src/platform/actor.js'
import { withActor } from '../src/platform/context.js'
import type { Transactor } from '../src/platform/database/database.js'
import { cookieFor, form, ownForm } from './support/app.js'
import { inWorld } from './support/world.js'

/** What the driver says when nobody listens at the database's address. */
const refused = (): Error => Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:3306'), { code: 'ECONNREFUSED', fatal: true })

/** The same database, which can go away and come back. */
function absent (db: Transactor): { db: Transactor, leave: (afterTransactions?: number) => void, comeBack: () => void } {
  let isAway = false
  let left = Infinity
  const read = new Proxy(db.read, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown
      return isAway && typeof value === 'function' ? async () => { throw refused() } : value
    }
  })
  return {
    db: { engine: db.engine, read, transaction: async work => {
      isAway ||= left === 0
      left -= 1
      if (isAway) throw refused()
      return db.transaction(work)
    } },
    leave: (afterTransactions = 0) => { left = afterTransactions; isAway = left === 0 },
    comeBack: () => { isAway = false; left = Infinity }
  }
}

inWorld('while the database is away everybody is told so in words, and all goes on when it is back', async (t, { platform, ana, ask }) => {
  const { db, leave, comeBack } = absent(platform.db)
  const app = await buildApp({ ...platform, db })
  t.teardown(async () => app.close())
  const ticket = await ask()
  const agent = { cookie: await cookieFor(platform, { agentId: ana.id }) }
  const person = { cookie: await cookieFor(platform, { personId: ticket.requesterId }) }
  const { key } = await createApiKey(withActor(platform, system), { name: 'Ana', scopes: ['tickets.read'], network: '', expiresAt: null, agentId: ana.id })
  const program = { authorization: `Bearer ${key}` }
  const pages = [[`/desk/tickets/${ticket.id}`, agent], ['/admin/ledger', agent], ['/requests', person]] as const
  for (const [url, headers] of pages) t.equal((await app.inject({ url, headers })).statusCode, 200, url)

  leave()
  for (const [url, headers] of pages) {
    const answer = await app.inject({ url, headers: { ...headers, 'accept-language': 'de' } })
    t.equal(answer.statusCode, 503, url)
    t.match(answer.headers, { 'content-type': /^text\/html/, 'retry-after': '10' }, url)
    t.match(answer.body, /Der Helpdesk erreicht gerade seine Datenbank nicht/, `${url} says it in the reader's language`)
    t.match(answer.body, '<main', `${url} is a whole page`)
  }
  t.equal((await app.inject({ method: 'POST', url: '/ask', headers: ownForm, payload: form({ topic: 1 }) })).statusCode, 503, 'a form')
  const asked = await app.inject({ url: '/api/v1/tickets', headers: program })
  t.equal(asked.statusCode, 503)
  t.match(asked.json(), { type: 'urn:ostiary:problem:unavailable', status: 503, detail: /database/ })
  const both = await app.inject({ url: '/api/v1/tickets', headers: { ...program, ...agent } })
  t.match(both.json(), { type: 'urn:ostiary:problem:unavailable' }, 'a program that brings a cookie too')
  const short = await app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key, 'content-type': 'application/json' }, payload: '{}' })
  t.equal(short.statusCode, 503)
  t.match(short.body, /database/)
  t.equal((await app.inject('/healthz')).statusCode, 200, 'the process itself is well')
  for (const url of ['/assets/css/desk.css', '/assets/icons.svg']) t.equal((await app.inject({ url, headers: agent })).statusCode, 200, `${url} is there for somebody who is signed in, too`)

  comeBack()
  for (const [url, headers] of pages) t.equal((await app.inject({ url, headers })).statusCode, 200, `${url} again`)
  t.equal((await app.inject({ url: '/api/v1/tickets', headers: program })).statusCode, 200)
})

inWorld('a server that has not read its settings yet says in words that the database is away', async (t, { platform, ana }) => {
  const { db, leave } = absent(platform.db)
  const app = await buildApp({ ...platform, db })
  t.teardown(async () => app.close())
  leave()
  for (const headers of [{}, { cookie: await cookieFor(platform, { agentId: ana.id }) }]) {
    const answer = await app.inject({ url: '/', headers })
    t.equal(answer.statusCode, 503)
    t.match(answer.body, /^The desk cannot reach its database at the moment/)
  }
})

inWorld('a program whose database went away in the middle sends again under the same name, and it is done once', async (t, { platform, ana, topics }) => {
  const { db, leave, comeBack } = absent(platform.db)
  const app = await buildApp({ ...platform, db })
  t.teardown(async () => app.close())
  const { key } = await createApiKey(withActor(platform, system), { name: 'Ana', scopes: ['tickets.write', 'tickets.create', 'tickets.read'], network: '', expiresAt: null, agentId: ana.id })
  const send = async () => app.inject({
    method: 'POST', url: '/api/v1/tickets', headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'once' },
    payload: { subject: 'Once', text: 'Please.', topicId: topics.accounts.id, requester: { name: 'Maria', email: 'maria@riverside.example' } }
  })

  // The key is noted as used and the name is claimed; what comes next meets nobody any more.
  leave(2)
  const first = await send()
  t.equal(first.statusCode, 503, first.body)
  comeBack()
  const second = await send()
  t.equal(second.statusCode, 409, second.body)
  t.ok(Number(second.headers['retry-after']) > 0, `come again in ${second.headers['retry-after']} seconds`)
  platform.clock.advance(5 * 60_000)
  t.equal((await send()).statusCode, 201)
  t.equal((await send()).headers['idempotency-replayed'], 'true')
  t.strictSame((await platform.db.read.query("SELECT COUNT(*) AS n FROM tickets WHERE subject = 'Once'") as Array<{ n: number }>).map(({ n }) => Number(n)), [1])
})
