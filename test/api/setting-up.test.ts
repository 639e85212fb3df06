import { addMacro } from '../../src/rules/commands/save-macro.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { forgetActor } from '../../src/accounts/actor.queries.js'
import { day, minute } from '../../src/platform/clock.js'
import { Department } from '../../src/departments/department.entity.js'
import { onApi, type Answer, type Json } from './support.js'

const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })

onApi('a program sets up what its admin may, by the rules of the panel, and the history says so', async (t, { ask1, ana, departments, platform }) => {
  const post = async (path: string, body: unknown, headers = {}): Promise<Answer> => ask1(path, { method: 'POST', body, headers })
  const made = await post('/departments', { name: 'Reading room', graceDays: 7 })
  t.match(made, { status: 201, body: { name: 'Reading room', graceDays: 7, reminderDays: 2, closurePolicy: 'requester_confirms', version: 1 }, headers: { etag: /^"1-/, location: `/api/v1/departments/${made.body.id}/settings` } })
  t.match(await platform.db.read.findOneBy(AuditEntry, { action: 'department.created', subjectId: made.body.id }), { agentId: ana.id, subjectName: 'Reading room' })

  const team = await post('/teams', { name: 'Night shift', memberIds: [ana.id], leadId: ana.id })
  const topic = await post('/topics', { name: 'A book is lost', departmentId: made.body.id, teamId: team.body.id, priority: 'high' })
  const targets = { first_response: 60, next_response: null, resolution: 480 }
  const policy = await post('/sla-policies', { name: 'Books', departmentIds: [made.body.id], targets: { low: targets, normal: targets, high: targets, urgent: targets } })
  const [role] = (await ask1('/roles')).body.items
  const agent = await post('/agents', { name: 'Cleo', email: 'Cleo@Example.org', memberships: [{ departmentId: made.body.id, roleId: role!.id }], teamIds: [team.body.id] })
  t.match([team, topic, policy, agent], [{ status: 201 }, { status: 201, body: { priority: 'high' } }, { status: 201, body: { pausesOnHold: true, companyIds: [] } }, { status: 201, body: { email: 'cleo@example.org', isActive: true } }])
  t.equal((await platform.db.read.query("SELECT COUNT(*) AS n FROM jobs WHERE name LIKE '%access%'") as Array<{ n: number }>)[0]?.n.toString(), '1', 'she is invited by mail')
  t.ok((await ask1('/topics')).body.items.every(({ name }) => name !== 'A book is lost'), 'topics are listed where the agent works')
  t.match((await ask1('/teams')).body.items.find(({ id }) => id === team.body.id), { memberIds: [ana.id, agent.body.id] })

  t.same((await post('/departments', { name: 'Reading room' })).status, 422, 'a name is there once')
  for (const [path, body, pointer] of [
    ['/departments', { graceDays: 3 }, '/name'], ['/departments', { name: 'X', graceDays: 0 }, '/graceDays'], ['/departments', { name: 'X', managerId: 4711 }, '/managerId'], ['/departments', { name: 'X', colour: 'red' }, '/colour'], ['/departments', { name: 'X', graceDays: 2, reminderDays: 2 }, '/reminderDays'],
    ['/topics', { name: 'X', departmentId: 4711 }, '/departmentId'], ['/topics', { name: 'X', departmentId: departments.it.id, icon: 'skull' }, '/icon'], ['/sla-policies', { name: 'X' }, '/targets'], ['/agents', { name: 'X', email: 'nobody' }, '/email'], ['/agents', { name: 'X', email: ana.email }, '/email']
  ] as const) {
    const answer = await post(path, body)
    t.match(answer, { status: 422, body: kind('invalid-fields') }, answer.text)
    t.ok(answer.body.errors.some(error => error.pointer === pointer), `${pointer} in ${answer.text}`)
  }

  const again = { 'idempotency-key': 'department' }
  t.equal((await post('/departments', { name: 'Stacks' }, again)).text, (await post('/departments', { name: 'Stacks' }, again)).text, 'sent again it is made once')
  t.equal(await platform.db.read.countBy(Department, { name: 'Stacks' }), 1)
})

onApi('what is set up is changed only by who has seen it as it is', async (t, { ask1, departments }) => {
  const path = `/departments/${departments.it.id}/settings`
  const seen = await ask1(path)
  const patch = async (body: unknown, match?: string): Promise<Answer> => ask1(path, { method: 'PATCH', body, headers: match === undefined ? {} : { 'if-match': match } })
  t.match(await patch({ graceDays: 9 }), { status: 428, body: kind('precondition-required') })
  t.match(await patch({ graceDays: 9 }, 'nine'), { status: 400, body: kind('bad-precondition') })
  t.match(await patch({}, '*'), { status: 422, body: kind('invalid-fields') })

  const answers = await Promise.all([8, 9, 10, 11].map(async graceDays => patch({ graceDays }, seen.headers.etag)))
  t.same(answers.map(({ status }) => status).sort(), [200, 412, 412, 412])
  const winner = answers.find(({ status }) => status === 200)!
  t.match(answers.find(({ status }) => status === 412)?.body, kind('stale'))
  const { graceDays, version, ...rest } = (await ask1(path)).body
  t.same([graceDays, version], [winner.body.graceDays, seen.body.version + 1])
  t.same(rest, Object.fromEntries(Object.entries(seen.body).filter(([name]) => name in rest)), 'what was not named stays')
  t.match(await patch({ description: 'Computers' }, '*'), { status: 200, body: { description: 'Computers' }, headers: { etag: new RegExp(`^"${seen.body.version + 2}-`) } })
  t.equal((await ask1('/departments/4711/settings', { method: 'PATCH', body: { name: 'x' }, headers: { 'if-match': '*' } })).status, 404)
})

onApi('nobody sets up through a program what the panel would not let them', async (t, { ask1, keyFor, ben, departments, platform }) => {
  const own = await keyFor({ agentId: ben.id })
  for (const path of ['/departments', '/teams', '/agents', '/topics', '/sla-policies']) {
    const body = { name: 'X', email: 'x@example.org', departmentId: departments.it.id, targets: {} }
    const answer = await ask1(path, { method: 'POST', key: own, body: Object.fromEntries(Object.entries(body).filter(([name]) => name === 'name' || (path === '/agents' && name === 'email') || (path === '/topics' && name === 'departmentId'))) })
    t.ok([403, 422].includes(answer.status), `${path} ${answer.status}`)
    t.match(await ask1(`${path}/1/settings`, { key: own }), { status: 403, body: kind('forbidden') })
    t.match(await ask1(`${path}/1/settings`, { key: await keyFor({ scopes: ['organisation.read'] }), method: 'PATCH', body: { name: 'X' } }), { status: 403, body: kind('scope-missing') })
  }
  await platform.db.transaction(async manager => manager.query('UPDATE agents SET admin_rights = ? WHERE id = ?', ['["people"]', ben.id]))
  forgetActor(platform.db, { agentId: ben.id })
  t.match(await ask1('/agents', { method: 'POST', key: own, body: { name: 'X', email: 'x@example.org', adminRights: ['departments'] } }), { status: 422, body: { errors: [{ pointer: '/adminRights' }] } }, 'nobody gives rights that they do not have')
  t.match(await ask1('/departments', { method: 'POST', key: await keyFor({ departmentIds: [departments.it.id] }), body: { name: 'X' } }), { status: 403, body: kind('scope-missing') }, 'a key for some departments sets up none')
  t.equal(await platform.db.read.countBy(Department, { name: 'X' }), 0)
})

onApi('a program that looks every hour sees each ticket that changed, once, and where to go on', async (t, { ask1, ask, platform }) => {
  const [first, second, third] = [await ask(), await ask(), await ask(), await ask()] as const
  platform.clock.advance(day)
  const since = platform.clock.now().toISOString()
  await ask1(`/tickets/${third.id}`, { method: 'PATCH', body: { priority: 'high' } })
  platform.clock.advance(minute)
  await ask1(`/tickets/${first.id}/moves`, { method: 'POST', body: { move: 'trash' } })
  await ask1(`/tickets/${second.id}`, { method: 'PATCH', body: { subject: 'Two' } })
  await ask1(`/tickets/${third.id}`, { method: 'PATCH', body: { priority: 'low' } })

  const idsOf = (items: Json[]): number[] => items.map(({ id }) => id)
  t.same(idsOf((await ask1(`/tickets?updatedSince=${since}`)).body.items), [first.id, second.id, third.id], 'in the order of their last change, what is in the bin too')
  t.same(idsOf((await ask1(`/tickets?updatedSince=${since}&state=new,open`)).body.items), [second.id, third.id])
  t.same(idsOf((await ask1(`/tickets?updatedSince=${since}&priority=low`)).body.items), [third.id])
  t.same((await ask1(`/tickets?updatedSince=${new Date(platform.clock.now().getTime() + 1).toISOString()}`)).body.items, [])
  t.equal((await ask1('/tickets?updatedSince=2020-01-01T00:00:00Z')).body.items.length, 4)

  const walked: number[] = []
  for (let next: string | null = `/tickets?updatedSince=${since}&limit=1`; next !== null;) {
    const page: Answer = await ask1(next)
    walked.push(...idsOf(page.body.items))
    next = page.body.next
  }
  t.same(walked, [first.id, second.id, third.id], 'page by page')
  t.match(await ask1(`/tickets?updatedSince=${since}&sort=due`), { status: 400, body: { errors: [{ pointer: '/sort' }] } })
  t.match(await ask1('/tickets?updatedSince=yesterday'), { status: 400, body: kind('bad-parameters') })
})

onApi('a macro runs once however often it is sent, and promises are told as the desk tells them', async (t, { ask1, ask, as, ana, platform }) => {
  const macro = await addMacro(as(ana), { name: 'Make it urgent', departmentId: null, actions: [{ kind: 'set_priority', priority: 4 }], isActive: true })
  const { id } = await ask()
  t.same((await ask1(`/tickets/${id}/macros`)).body.items, [{ id: macro.id, name: 'Make it urgent', actions: ['set_priority'] }])
  const run = async () => ask1(`/tickets/${id}/macros/${macro.id}/runs`, { method: 'POST', headers: { 'idempotency-key': 'run' } })
  const [once, again] = [await run(), await run()]
  t.match(once, { status: 200, body: { priority: 'urgent' } })
  t.equal(again.text, once.text)
  t.equal((await ask1(`/tickets/${id}/macros/4711/runs`, { method: 'POST' })).status, 404)

  await platform.db.transaction(async manager => manager.query("UPDATE targets SET breached_at = ? WHERE ticket_id = ? AND kind = 'first_response'", [platform.clock.now().getTime(), id]))
  t.match((await ask1(`/tickets/${id}/promises`)).body.items.find(promise => promise.kind === 'first_response'), { metAt: null, missedAt: platform.clock.now().toISOString() })
  t.match((await ask1('/reports/promises')).body.items, [{ kind: 'first_response', kept: 0, missed: 1 }])
  t.match((await ask1('/reports/promises/missed?limit=1')).body, { items: [{ ticketId: id, kind: 'first_response', metAt: null }], next: null })
  t.same((await ask1('/reports/promises?to=2020-01-01T00:00:00Z')).body.items, [])
  t.match(await ask1('/reports/promises?from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z'), { status: 400, body: { errors: [{ pointer: '/from' }] } })
})

onApi('a search finds what the desk finds, page by page, and an answer that has not left can be taken back', async (t, { ask1, ask, platform, keyFor, nadia }) => {
  const { number, id } = await ask({ subject: 'Xylophone' })
  for (let place = 0; place < 26; place += 1) await ask({ subject: `Another ${place}` })
  const [hit] = (await ask1(`/search?q=${number}`)).body.items
  t.match(hit, { id, subject: 'Xylophone' })
  const first = await ask1('/search?q=maria@riverside.example')
  t.equal(first.body.items.length, 25)
  t.equal((await ask1(first.body.next!)).body.items.length, 2)
  t.same((await ask1('/search?q=maria@riverside.example', { key: await keyFor({ agentId: nadia.id }) })).body.items, [], 'nobody finds what they may not see')

  const write = async (): Promise<number> => (await ask1(`/tickets/${id}/entries`, { method: 'POST', body: { kind: 'reply', text: 'Wrong.' } })).body.id
  const entry = await write()
  t.match(await ask1(`/tickets/${id}/entries/${entry}/withdrawals`, { method: 'POST' }), { status: 200, body: { state: 'open' } })
  const late = await write()
  platform.clock.advance(minute)
  t.match(await ask1(`/tickets/${id}/entries/${late}/withdrawals`, { method: 'POST' }), { status: 409, body: kind('conflict') })
})
