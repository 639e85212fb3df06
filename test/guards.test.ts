import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { actingScopes } from '../src/accounts/api-scopes.js'
import { createApiKey } from '../src/accounts/commands/save-api-key.js'
import { system } from '../src/platform/actor.js'
import { withActor } from '../src/platform/context.js'
import { endReferral, referTicket } from '../src/tickets/commands/refer-ticket.js'
import { listReferrals } from '../src/tickets/referral.queries.js'
import { cookieFor, form, openTestApp, ownForm } from './support/app.js'
import { withRoutes, type Route } from './support/routes.js'
import { inWorld, type World } from './support/world.js'

/** Pages of the desk that a stranger may see, because they let people in. */
const openDesk = /^\/desk\/(?:sign-in|sign-out|sent|password|forgotten|choose-password|reset|invitation)/

/** Tables in which a refused call may leave a trace: who was here, and how often somebody tried. */
const traces = new Set(['sessions', 'brakes', 'migrations', 'timers', 'jobs', 'one_time_tokens', 'request_forms'])

/** What says how the API is asked, and nothing of the desk. */
const openApi = new Set(['/api/v1', '/api/v1/', '/api/v1/openapi.json', '/api/v1/docs'])

const unsafe = (method: string): boolean => method !== 'GET'

/** The path with real ids in it, all of them of things that others own. */
function addressOf (path: string, ticketId: number, number: string): string {
  return path.replace('*', 'nothing').replace(/:([A-Za-z]+)/g, (_all, name: string) => {
    if (name === 'number') return number
    if (name === 'name') return path.includes('/queues/') ? 'open' : 'new_reply'
    if (name === 'locale') return 'en'
    return /key|token|digest|sha/i.test(name) ? 'forged' : name === 'id' && !path.includes('/tickets/') ? '1' : String(ticketId)
  })
}

async function call (app: FastifyInstance, { method, path }: Route, cookie: string | null, headers: Record<string, string> = ownForm) {
  return app.inject({ method: method as 'GET', url: path, headers: { ...(unsafe(method) && headers), ...(cookie !== null && { cookie }) }, ...(unsafe(method) && { payload: 'text=x&subject=x&version=1' }) })
}

/** Everything that the desk holds, but for traces. */
async function contentOf ({ platform }: World): Promise<Record<string, string>> {
  const { read, engine } = platform.db
  const tables = await read.query(engine === 'sqlite' ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%fts%'" : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()') as Array<{ name: string }>
  const content: Record<string, string> = {}
  for (const { name } of tables) {
    if (traces.has(name) || name.includes('search')) continue
    content[name] = JSON.stringify(await read.query(`SELECT * FROM ${name}`)).replace(/"last_seen_at":\d+/g, '')
  }
  return content
}

async function nothingChanged (t: Test, world: World, act: () => Promise<void>): Promise<void> {
  const before = await contentOf(world)
  await act()
  t.strictSame(await contentOf(world), before, 'nothing was changed')
}

async function prepare (t: Test, world: World) {
  const [app, routes] = await withRoutes(async () => openTestApp(world.platform))
  t.teardown(async () => app.close())
  const ticket = await world.ask()
  t.ok(routes.length > 150, `${routes.length} routes`)
  return { app, ticket, routes: routes.map(route => ({ ...route, address: addressOf(route.path, ticket.id, ticket.number) })) }
}

inWorld('a stranger is sent to sign in at the desk and the panel, and told nothing at the API', async (t, world) => {
  const { app, routes } = await prepare(t, world)
  await nothingChanged(t, world, async () => {
    for (const { method, path, address } of routes) {
      if (/^\/(?:desk|admin)(?:\/|$)/.test(path) && !openDesk.test(path)) {
        const answer = await call(app, { method, path: address }, null)
        t.equal(answer.statusCode, 303, `${method} ${path} must stand under an area that carries its guard`)
        t.match(answer.headers.location, /^\/desk\/sign-in/, `${method} ${path}`)
      }
      if (path.startsWith('/api/') && !openApi.has(path)) t.equal((await call(app, { method, path: address }, null)).statusCode, 401, `${method} ${path}`)
    }
  })
})

inWorld('an agent of another department finds no ticket, on whatever page', async (t, world) => {
  const { app, routes } = await prepare(t, world)
  const cookie = await cookieFor(world.platform, { agentId: world.nadia.id })
  const pages = routes.filter(({ path }) => /^\/desk\/tickets\/:id/.test(path))
  t.ok(pages.length > 15, `${pages.length} pages`)
  await nothingChanged(t, world, async () => {
    for (const { method, path, address } of pages) {
      const { statusCode } = await call(app, { method, path: address }, cookie)
      t.ok([404, 400, 422].includes(statusCode) && (method !== 'GET' || statusCode === 404), `${method} ${path} answered ${statusCode}`)
    }
  })
})

/** What an agent may do with a ticket that is only referred to his or her department. */
const byReferral = ['POST /desk/tickets/:id/entries', 'POST /desk/tickets/:id/drafts', 'POST /api/v1/tickets/:id/entries']

inWorld('an agent to whom a ticket is referred reads it and writes notes, on whatever page, and has no other way with it', async (t, world) => {
  const { app, ticket, routes } = await prepare(t, world)
  const { departments: { facilities } } = world
  const cookie = await cookieFor(world.platform, { agentId: world.nadia.id })
  const { key } = await createApiKey(withActor(world.platform, system), { name: 'Nadia', scopes: [...actingScopes], network: '', expiresAt: null, agentId: world.nadia.id })
  const pages = routes.filter(({ path }) => /^\/(?:desk|api\/v1)\/tickets\/:id/.test(path) && !path.endsWith('/live'))
  const ask = async ({ method, path, address }: typeof pages[number]) => path.startsWith('/api/')
    ? app.inject({ method: method as 'GET', url: address, headers: { authorization: `Bearer ${key}`, ...(unsafe(method) && { 'content-type': 'application/json' }) }, ...(unsafe(method) && { payload: JSON.stringify(bodies[path] ?? {}) }) })
    : app.inject({ method: method as 'GET', url: address, headers: { ...(unsafe(method) && ownForm), cookie }, ...(unsafe(method) && { payload: form(bodies[path] ?? {}) }) })
  const bodies: Record<string, Record<string, string | number>> = {
    '/desk/tickets/:id/moves': { move: 'trash' }, '/desk/tickets/:id/assignments': { agentId: world.nadia.id, teamId: '' }, '/desk/tickets/:id/holds': { reason: 'x' },
    '/desk/tickets/:id/transfers': { departmentId: facilities.id, reason: 'x' }, '/desk/tickets/:id/edits': { version: 3, subject: 'x', priority: 4 }, '/desk/tickets/:id/participants': { email: 'x@example.org' },
    '/desk/tickets/:id/referrals': { to: `department:${facilities.id}`, reason: 'x' }, '/desk/tickets/:id/merges': { number: ticket.number }, '/desk/tickets/:id/links': { number: ticket.number }, '/desk/tickets/:id/entries': { kind: 'note', text: 'Seen.' }, '/desk/tickets/:id/drafts': { kind: 'note', text: 'Se', version: 1 },
    '/api/v1/tickets/:id': { subject: 'x' }, '/api/v1/tickets/:id/moves': { move: 'trash' }, '/api/v1/tickets/:id/assignments': { agentId: world.nadia.id }, '/api/v1/tickets/:id/transfers': { departmentId: facilities.id, reason: 'x' },
    '/api/v1/tickets/:id/participants': { email: 'x@example.org' }, '/api/v1/tickets/:id/links': { number: ticket.number }, '/api/v1/tickets/:id/merges': { intoNumber: ticket.number }, '/api/v1/tickets/:id/referrals': { departmentId: facilities.id, reason: 'x' },
    '/api/v1/tickets/:id/entries': { kind: 'note', text: 'Seen.' }
  }

  await referTicket(world.as(world.ana), { ticketId: ticket.id, departmentId: facilities.id, reason: 'Is the door locked?' })
  for (const route of pages.filter(({ path }) => path.split(':').length === 2)) {
    const what = `${route.method} ${route.path}`
    if (byReferral.includes(what)) {
      t.ok((await ask(route)).statusCode < 400, `${what} is open`)
    } else if (route.method === 'GET') {
      const { path } = route
      const { statusCode } = await ask(route)
      t.ok(statusCode === 200 || statusCode === 403 || path.includes('/reply-preview'), `${what} answered ${statusCode}`)
    } else {
      const before = await ticketContent(world)
      const { statusCode } = await ask(route)
      t.ok(statusCode >= 400 && statusCode < 500, `${what} answered ${statusCode}`)
      t.strictSame(await ticketContent(world), before, `${what} changes nothing`)
    }
  }
  t.equal((await app.inject({ url: `/desk/tickets/${ticket.id}`, headers: { cookie } })).statusCode, 200)
  t.match((await app.inject({ url: '/desk/queues/referred', headers: { cookie } })).body, ticket.number)

  for (const { id } of await listReferrals(world.platform.db.read, ticket.id)) await endReferral(world.as(world.ana), { ticketId: ticket.id, referralId: id })
  for (const route of pages) t.ok((await ask(route)).statusCode >= 400, `${route.method} ${route.path} is closed again`)
  for (const { path, address } of pages.filter(({ method }) => method === 'GET')) t.equal((await ask({ method: 'GET', path, address })).statusCode, 404, path)
  for (const url of ['/desk/queues/referred', `/desk/search?q=${ticket.number}`]) t.notMatch((await app.inject({ url, headers: { cookie } })).body, 'I cannot sign in')
})

/** What a call may have changed about tickets; that somebody read one is no change. */
async function ticketContent ({ platform: { db: { read } } }: World): Promise<unknown> {
  return Promise.all(['tickets', 'ticket_events', 'thread_entries', 'ticket_links', 'participants', 'ticket_tags', 'ticket_referrals', 'macro_runs', 'mails'].map(async name => read.query(`SELECT * FROM ${name}`)))
}

inWorld('the panel does not exist for agents who administer nothing', async (t, world) => {
  const { app, routes } = await prepare(t, world)
  const cookie = await cookieFor(world.platform, { agentId: world.ben.id })
  await nothingChanged(t, world, async () => {
    for (const { method, path, address } of routes.filter(({ path }) => path.startsWith('/admin'))) {
      t.equal((await call(app, { method, path: address }, cookie)).statusCode, 404, `${method} ${path}`)
    }
  })
})

inWorld('a requester of another ticket, and one whose link opens another, see nothing of it', async (t, world) => {
  const { app, ticket, routes } = await prepare(t, world)
  const tobias = await world.person('Tobias')
  const other = await world.ask({ requester: { name: 'Tobias', email: tobias.email } })
  const cookies = [await cookieFor(world.platform, { personId: tobias.id }), await cookieFor(world.platform, { personId: ticket.requesterId, onlyTicketId: other.id })]
  const pages = routes.filter(({ path }) => /^\/requests\/:/.test(path))
  t.ok(pages.length > 5)
  await nothingChanged(t, world, async () => {
    for (const cookie of cookies) {
      for (const { method, path, address } of pages) {
        const { statusCode, body } = await call(app, { method, path: address }, cookie)
        t.ok([404, 400, 422, 303].includes(statusCode), `${method} ${path} answered ${statusCode}`)
        t.notMatch(body, 'My password is not accepted')
      }
    }
  })
})

inWorld('an agent who was switched off is a stranger at the next click', async (t, world) => {
  const { app, routes } = await prepare(t, world)
  const cookie = await cookieFor(world.platform, { agentId: world.ana.id })
  await world.platform.db.transaction(async manager => manager.query('UPDATE agents SET is_active = 0 WHERE id = ?', [world.ana.id]))
  for (const { method, path, address } of routes.filter(({ path, method }) => method === 'GET' && /^\/(?:desk|admin)(?:\/|$)/.test(path) && !openDesk.test(path))) {
    t.equal((await call(app, { method, path: address }, cookie)).statusCode, 303, `${method} ${path}`)
  }
})

inWorld('another site changes nothing, whoever is signed in', async (t, world) => {
  const { app, routes } = await prepare(t, world)
  const cookie = await cookieFor(world.platform, { agentId: world.ana.id })
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  await nothingChanged(t, world, async () => {
    for (const { method, path, address } of routes.filter(({ method, path }) => unsafe(method) && !path.startsWith('/api/'))) {
      for (const headers of [{ ...type, 'sec-fetch-site': 'cross-site' }, { ...type, 'sec-fetch-site': 'same-site' }, { ...type, origin: 'https://evil.example' }] as Array<Record<string, string>>) {
        t.equal((await call(app, { method, path: address }, cookie, headers)).statusCode, 403, `${method} ${path}`)
      }
    }
  })
})

inWorld('no address breaks the server, and every answer carries the headers that keep browsers safe', async (t, world) => {
  const { app, routes } = await prepare(t, world)
  const cookie = await cookieFor(world.platform, { agentId: world.ana.id })
  const odd = ['0', '-1', '99999999999', 'NaN', '%00', '__proto__', '..%2f..', '%E0%A4%A', 'a'.repeat(500), '1%20OR%201=1']
  for (const { method, path } of routes.filter(({ path }) => path.includes(':') && !path.endsWith('/live'))) {
    for (const value of odd) {
      const answer = await call(app, { method, path: path.replace(/:[A-Za-z]+/g, value) }, cookie)
      t.ok(answer.statusCode < 500, `${method} ${path} with ${value.slice(0, 20)} answered ${answer.statusCode}`)
      if (path.startsWith('/api/')) continue
      t.match(answer.headers['x-content-type-options'], 'nosniff', path)
      t.match(answer.headers['content-security-policy'], /default-src 'none'/, path)
    }
  }
})
