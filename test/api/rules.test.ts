import { day, minute } from '../../src/platform/clock.js'
import { listAllRules } from '../../src/rules/rule.queries.js'
import { findRuleChoices } from '../../src/rules/known.queries.js'
import { writeRuleFile } from '../../src/rules/write-rule-file.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { createWorker } from '../../src/worker.js'
import { lastChange } from '../support/history.js'
import { onApi, type Answer, type ApiWorld, type Json } from './support.js'

const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })
const programOf = ({ ask1 }: ApiWorld) => ({
  post: async (path: string, body: unknown, headers = {}): Promise<Answer> => ask1(path, { method: 'POST', body, headers }),
  patch: async (path: string, body: unknown, match = '*'): Promise<Answer> => ask1(path, { method: 'PATCH', body, headers: { 'if-match': match } }),
  remove: async (path: string, match = '*'): Promise<Answer> => ask1(path, { method: 'DELETE', headers: { 'if-match': match } })
})
const pointersOf = (answer: Answer): string[] => answer.body.errors?.map(({ pointer }) => pointer) ?? [`${answer.status} ${answer.text}`]

const heating = {
  name: 'Heating goes to Facilities', when: 'created', if: { all: [{ field: 'text', is: 'contains', value: ['radiator'] }, { any: [{ field: 'priority', is: 'one_of', value: ['urgent', 'normal'] }] }] },
  then: [{ do: 'set_department', department: 'Facilities' }, { do: 'set_priority', priority: 'high' }]
}

onApi('a program writes rules as their file does, and the next ticket obeys them', async (t, world) => {
  const { ask, ask1, departments: { facilities }, platform: { db } } = world
  const { post, patch, remove } = programOf(world)
  const made = await post('/rules', heating, { 'idempotency-key': 'heating' })
  t.match(made, { status: 201, body: { ...heating, time: null, stops: false, inUse: true, position: 1, version: 1 }, headers: { etag: /^"1-/ } })
  t.equal((await post('/rules', heating, { 'idempotency-key': 'heating' })).text, made.text, 'sent again it is made once')
  t.match(await lastChange(world, 'rule'), { action: 'rule.created', subjectName: heating.name })
  const { rules } = JSON.parse(writeRuleFile(await listAllRules(db.read), await findRuleChoices(db.read))) as { rules: Json[] }
  t.match(made.body, rules[0]!, 'word for word what the file says')
  t.match(await ask({ text: 'The radiator is cold.' }), { departmentId: facilities.id, priority: 3 })

  const path = `/rules/${made.body.id}/settings`
  t.match(await patch(path, { then: [{ do: 'set_priority', priority: 'urgent' }] }, made.headers.etag), { status: 200, body: { ...heating, then: [{ do: 'set_priority', priority: 'urgent' }], version: 2 } })
  t.match(await patch(path, { stops: true }, made.headers.etag), { status: 412, body: kind('stale') })
  t.equal((await ask({ text: 'The radiator is cold.' })).priority, 4)
  t.match(await patch(path, { inUse: false }), { status: 200, body: { inUse: false } })
  t.equal((await ask({ text: 'The radiator is cold.' })).priority, 2, 'out of use it is not asked')
  t.match(await patch(path, { inUse: true, name: 'Heating' }), { body: { inUse: true, name: 'Heating' } })
  t.match(await post('/rules', { ...heating, name: 'Later', inUse: false }), { status: 201, body: { inUse: false, position: 2 } })
  t.same((await ask1('/rules/settings')).body.items.map(({ name }) => name), ['Heating', 'Later'])
  t.match(await remove(path), { status: 200, body: { id: made.body.id } })
  t.equal((await ask1(path)).status, 404)
})

onApi('what is wrong with a rule is told where it stands', async (t, world) => {
  const { post, patch } = programOf(world)
  const made = await post('/rules', heating)
  for (const [change, pointer] of [
    [{ then: [{ do: 'set_department', department: 'Moon' }] }, '/then/0/department'], [{ then: [heating.then[1], { do: 'set_priority', priority: 'huge' }] }, '/then/1/priority'], [{ then: [{ do: 'set_priority', priority: 'high', colour: 1 }] }, '/then/0/colour'],
    [{ then: [] }, '/then'], [{ then: [heating.then[1], { do: 'add_tags', tags: [] }] }, '/then/1'], [{ if: { all: [heating.if.all[0], { any: [{ field: 'moon', is: 'equal', value: ['x'] }] }] } }, '/if/all/1/any/0/is'],
    [{ if: { all: [heating.if.all[0], { any: [{ field: 'subject', is: 'matches', value: ['('] }] }] } }, '/if/all/1/any/0'], [{ if: { all: 5 } }, '/if/all'], [{ name: ' ' }, '/name'],
    [{ when: 'time' }, '/time'], [{ when: 'time', time: { span: 'soon', side: 'after', of: 'active_at' } }, '/time']
  ] as const) t.same(pointersOf(await post('/rules', { ...heating, name: 'X', ...change })), [pointer], JSON.stringify(change))
  t.same(pointersOf(await patch(`/rules/${made.body.id}/settings`, { when: 'updated', then: [{ do: 'set_priority', priority: 'high' }] })), ['/when'])
  for (const body of [{ ...heating, when: 'never' }, { ...heating, then: [{ do: 'dance' }] }, { ...heating, actions: [] }, { name: 'X' }]) t.match(await post('/rules', body), { status: 422, body: kind('invalid-fields') })
  t.equal((await world.ask1('/rules/settings')).body.items.length, 1, 'and nothing of it was kept')

  const back = { name: 'Up', when: 'updated', if: { all: [{ field: 'priority', is: 'one_of', value: ['normal'] }] }, then: [{ do: 'set_priority', priority: 'urgent' }] }
  t.equal((await post('/rules', back)).status, 201)
  t.match(await post('/rules', { ...back, name: 'Down', if: { all: [{ field: 'priority', is: 'one_of', value: ['urgent'] }] }, then: [{ do: 'set_priority', priority: 'normal' }] }), { status: 422 }, 'rules that lead each other in a circle')
})

onApi('rules are put in order, those that are not named after the others', async (t, world) => {
  const { post } = programOf(world)
  const ids: number[] = []
  for (const name of ['One', 'Two', 'Three', 'Four']) ids.push((await post('/rules', { ...heating, name })).body.id)
  const [one, two, three, four] = ids as [number, number, number, number]
  t.match(await post('/rules/arrangements', { when: 'created', ids: [three, one] }), { status: 200, body: { when: 'created', ids: [three, one, two, four] } })
  t.same(pointersOf(await post('/rules/arrangements', { when: 'created', ids: [one, 4711] })), ['/ids/1'])
  t.same(pointersOf(await post('/rules/arrangements', { when: 'created', ids: [one, one] })), ['/ids/1'])
  t.same(pointersOf(await post('/rules/arrangements', { when: 'updated', ids: [one] })), ['/ids/0'], 'a rule of another kind')
})

onApi('a trial says what rules would do, and does nothing', async (t, world) => {
  const { ask, platform: { db, clock } } = world
  const { post } = programOf(world)
  const past = await ask({ text: 'The radiator is cold.' })
  await ask({ text: 'The lamp is dark.' })
  clock.advance(day)
  const before = await db.read.find(Ticket)
  t.match(await post('/rules/trials/past', { rule: heating }), { status: 200, body: { asked: 2, held: 1, isCut: false, hidden: 0, items: [{ ticketId: past.id, number: past.number, actions: heating.then }] } })
  t.same(pointersOf(await post('/rules/trials/past', { rule: { ...heating, then: [{ do: 'set_team', team: 'Nobody' }] } })), ['/rule/then/0/team'])
  t.same(pointersOf(await post('/rules/trials/past', { rule: { ...heating, then: [] } })), ['/rule/then'])
  t.equal((await post('/rules/trials/past', { rule: heating, ruleId: 4711 })).status, 404)

  const { body: { id } } = await post('/rules', heating)
  t.match(await post('/rules/trials/message', { message: 'From: maria@riverside.example\nSubject: Cold\n\nThe radiator again.' }), { status: 200, body: { rules: [{ id, holds: true }], actions: heating.then, stoppedBy: null } })
  t.match(await post('/rules/trials/message', { message: 'Thanks!' }), { status: 200, body: { rules: [{ id, holds: false }], actions: [] } })
  t.match(await post('/rules/trials/ticket', { when: 'created', number: past.number }), { status: 200, body: { rules: [{ id, holds: true }] } })
  t.same(pointersOf(await post('/rules/trials/ticket', { when: 'created', number: 'none' })), ['/number'])
  t.same(await db.read.find(Ticket), before)
})

onApi('macros are made, changed and removed, and run as they are written', async (t, world) => {
  const { ask, ask1, departments: { it } } = world
  const { post, patch, remove } = programOf(world)
  const actions = [{ do: 'reply', text: 'Hello {requester}, try again.', then: 'waiting' }, { do: 'add_tags', tags: ['password'] }]
  const made = await post('/macros', { name: 'Password', departmentId: it.id, actions })
  t.match(made, { status: 201, body: { name: 'Password', departmentId: it.id, actions, isActive: true, version: 1 } })
  const { id } = await ask()
  t.match(await post(`/tickets/${id}/macros/${made.body.id}/runs`, undefined), { status: 200, body: { state: 'waiting', tags: ['password'] } })

  const path = `/macros/${made.body.id}/settings`
  t.match(await patch(path, { isActive: false }, made.headers.etag), { status: 200, body: { isActive: false, actions } })
  t.same((await ask1(`/tickets/${id}/macros`)).body.items, [])
  t.same(pointersOf(await patch(path, { actions: [actions[0], { do: 'set_status', status: 'Sleeping' }] })), ['/actions/1/status'])
  t.same(pointersOf(await patch(path, { actions: [{ do: 'reject', because: 'No' }] })), ['/actions/0'], 'what makes no sense on a button')
  t.same(pointersOf(await patch(path, { departmentId: 4711 })), ['/departmentId'])
  t.match([await remove(path, '"1"'), await remove(path, '"2"')], [{ status: 412 }, { status: 200 }])
  t.match(await lastChange(world, 'macro'), { action: 'macro.removed', subjectName: 'Password' })
})

onApi('a recurring ticket is planned, opens at its time and by hand, and is switched off', async (t, world) => {
  const { ask1, topics: { accounts, heating: topic }, platform, platform: { clock, db }, keyFor, ana } = world
  const { post, patch, remove } = programOf(world)
  const today = clock.now().toISOString().slice(0, 10)
  const recurrence = { kind: 'daily', time: '08:00', timeZone: 'UTC', from: today }
  const template = { topicId: accounts.id, requesterName: 'Maria', requesterEmail: 'maria@riverside.example', subject: 'Check the doors', text: 'All of them.', priority: 'high', tags: ['doors'] }
  const made = await post('/plans', { name: 'Doors', recurrence, template })
  t.match(made, { status: 201, body: { recurrence: { ...recurrence, every: 1, until: null, closedDays: 'keep' }, template: { ...template, tasks: [], agentId: null }, isActive: true, isHalted: false, lastAt: null, version: 1 } })
  t.match(made.body.nextAt, /T08:00:00\.000Z$/)

  clock.advance(Date.parse(String(made.body.nextAt)) - clock.now().getTime() + minute)
  await createWorker(platform).runDue()
  const [opened] = await db.read.find(Ticket)
  t.match(opened, { subject: 'Check the doors', priority: 3 })
  t.match((await ask1(`/plans/${made.body.id}/runs`)).body.items, [{ outcome: 'opened', plannedAt: made.body.nextAt, ticket: { id: opened!.id, number: opened!.number }, reason: null }])
  t.match((await ask1(`/plans/${made.body.id}/runs`, { key: await keyFor({ agentId: ana.id }) })).body.items.length, 1)

  const now = async (): Promise<Answer> => post(`/plans/${made.body.id}/tickets`, undefined, { 'idempotency-key': 'now' })
  t.match([await now(), await now()], [{ status: 201, body: { number: /./ } }, { status: 201 }])
  t.equal(await db.read.count(Ticket), 2, 'sent again it is one ticket')

  const path = `/plans/${made.body.id}/settings`
  const seen = await ask1(path)
  t.match(await patch(path, { isActive: false }, seen.headers.etag), { status: 200, body: { isActive: false, nextAt: null, template: { subject: 'Check the doors' } } })
  t.match(await patch(path, { isActive: true, template: { ...template, subject: 'Doors' } }), { status: 200, body: { isActive: true, template: { subject: 'Doors' } } })
  t.match(pointersOf(await patch(path, { template: { ...template, topicId: topic.id } })), [/^\/template\/answers\/\d+$/], 'what a topic asks has to be answered')
  for (const [change, pointer] of [
    [{ recurrence: { ...recurrence, time: '8 am' } }, '/recurrence/time'], [{ recurrence: { ...recurrence, timeZone: 'Mars' } }, '/recurrence/timeZone'], [{ recurrence: { ...recurrence, kind: 'weekly' } }, '/recurrence/weekdays'],
    [{ recurrence: { ...recurrence, until: '2020-01-01' } }, '/recurrence/until'], [{ template: { ...template, topicId: 4711 } }, '/template/topicId'], [{ template: { ...template, requesterEmail: 'nobody' } }, '/template/requesterEmail'],
    [{ template: { ...template, agentId: 4711 } }, '/template/agentId'], [{ recurrence: { kind: 'once', time: '08:00', timeZone: 'UTC', from: '2020-01-01' } }, '/recurrence/from']
  ] as const) t.same(pointersOf(await patch(path, change)), [pointer], JSON.stringify(change))
  t.match(await remove(path), { status: 200 })
  t.equal(await db.read.count(Ticket), 2, 'its tickets stay')
})

onApi('rules, macros and recurring tickets are for who sets up in the panel', async (t, world) => {
  const { ask1, keyFor, ben, departments: { it } } = world
  const { post } = programOf(world)
  const { body: { id } } = await post('/rules', heating)
  for (const [key, name] of [[await keyFor({ agentId: ben.id }), 'forbidden'], [await keyFor({ departmentIds: [it.id] }), 'scope-missing'], [await keyFor({ scopes: ['organisation.read'] }), 'scope-missing']] as const) {
    for (const [path, method, body] of [
      ['/rules/settings', 'GET', undefined], [`/rules/${id}/settings`, 'GET', undefined], ['/rules', 'POST', heating], ['/rules/arrangements', 'POST', { when: 'created', ids: [id] }], ['/rules/trials/message', 'POST', { message: 'x' }],
      ['/rules/trials/past', 'POST', { rule: heating }], ['/rules/trials/ticket', 'POST', { when: 'created', number: 'x' }], [`/rules/${id}/settings`, 'DELETE', undefined], ['/macros/settings', 'GET', undefined], ['/plans/settings', 'GET', undefined], ['/plans/1/runs', 'GET', undefined], ['/plans/1/tickets', 'POST', undefined]
    ] as const) t.match(await ask1(path, { method, key, ...(body !== undefined && { body }) }), { status: 403, body: kind(name) }, `${method} ${path}`)
  }
})
