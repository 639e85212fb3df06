import { Person } from '../../src/accounts/person.entity.js'
import { day, hour } from '../../src/platform/clock.js'
import { lastChange } from '../support/history.js'
import { onApi, type Answer, type ApiWorld } from './support.js'

const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })
const programOf = ({ ask1 }: ApiWorld) => ({
  post: async (path: string, body?: unknown, headers = {}): Promise<Answer> => ask1(path, { method: 'POST', ...(body !== undefined && { body }), headers }),
  patch: async (path: string, body: unknown, match = '*'): Promise<Answer> => ask1(path, { method: 'PATCH', body, headers: { 'if-match': match } }),
  remove: async (path: string, match = '*'): Promise<Answer> => ask1(path, { method: 'DELETE', headers: { 'if-match': match } })
})
const pointersOf = (answer: Answer): string[] => answer.body.errors?.map(({ pointer }) => pointer) ?? [`${answer.status} ${answer.text}`]

onApi('a program mends what is known of a person, by version, and makes mailed links void', async (t, world) => {
  const { ask, ask1, keyFor, ben, platform: { db } } = world
  const { post, patch } = programOf(world)
  const { requesterId } = await ask()
  const { body: { id: companyId } } = await post('/companies', { name: 'Riverside' })
  const seen = await ask1(`/people/${requesterId}`)
  t.match(seen, { status: 200, body: { name: 'Maria', version: 1 }, headers: { etag: /^"1-/ } })
  const path = `/people/${requesterId}`
  t.match(await ask1(path, { method: 'PATCH', body: { name: 'Maria Keller' } }), { status: 428, body: kind('precondition-required') })
  const changed = await patch(path, { name: 'Maria Keller', phone: '+49 30 1234', locale: 'de', companyId }, seen.headers.etag)
  t.match(changed, { status: 200, body: { name: 'Maria Keller', email: 'maria@riverside.example', phone: '+49 30 1234', locale: 'de', companyId, version: 2 }, headers: { etag: /^"2-/ } })
  t.match(await lastChange(world, 'person'), { action: 'person.updated', subjectId: requesterId })
  t.match(await patch(path, { phone: null }, seen.headers.etag), { status: 412, body: kind('stale') })
  t.match(await patch(path, { phone: null }), { body: { phone: null, name: 'Maria Keller', locale: 'de', companyId } }, 'what is not named stays')
  t.same([pointersOf(await patch(path, { companyId: 4711 })), pointersOf(await patch(path, { name: ' ' })), pointersOf(await patch(path, { email: 'x@example.org' }))], [['/companyId'], ['/name'], ['/email']], 'the address is who it is')

  const { linkEpoch } = await db.read.findOneByOrFail(Person, { id: requesterId })
  const again = { 'idempotency-key': 'void' }
  t.equal((await post(`${path}/link-voidings`, undefined, again)).text, (await post(`${path}/link-voidings`, undefined, again)).text)
  t.equal((await db.read.findOneByOrFail(Person, { id: requesterId })).linkEpoch, linkEpoch + 1, 'once')
  t.match(await lastChange(world, 'person'), { action: 'person.links_voided' })

  t.equal((await patch('/people/4711', { name: 'X' })).status, 404)
  for (const key of [await keyFor({ agentId: ben.id }), await keyFor({ departmentIds: [world.departments.it.id] })]) {
    t.equal((await ask1(path, { method: 'PATCH', key, body: { name: 'X' }, headers: { 'if-match': '*' } })).status, 403)
    t.equal((await ask1(`${path}/link-voidings`, { method: 'POST', key })).status, 403)
  }
})

onApi('a calendar tells when agents are away, and takes it back', async (t, world) => {
  const { ask1, ana, ben, platform: { clock } } = world
  const { post, remove } = programOf(world)
  const at = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()
  const path = `/agents/${ben.id}/absences`
  const added = await post(path, { startsAt: at(hour), endsAt: at(day), reason: 'Course' }, { 'idempotency-key': 'away' })
  t.match(added, { status: 200, body: { items: [{ startsAt: at(hour), endsAt: at(day), reason: 'Course', handOver: null }] } })
  await post(path, { startsAt: at(hour), endsAt: at(day), reason: 'Course' }, { 'idempotency-key': 'away' })
  t.equal((await ask1(path)).body.items.length, 1, 'sent again it is one')
  t.same([pointersOf(await post(path, { startsAt: at(day), endsAt: at(hour) })), pointersOf(await post(path, { startsAt: at(-day), endsAt: at(-hour) })), pointersOf(await post(path, { startsAt: 'soon', endsAt: at(day) }))], [['/endsAt'], ['/endsAt'], ['/startsAt']])
  t.match(await post(path, { startsAt: at(hour), endsAt: at(day), handOver: { tickets: 'begin', toAgentId: ana.id, givesBack: true } }), { status: 200 })
  t.match((await ask1(path)).body.items, [{ handOver: null }, { handOver: { state: 'planned', toAgentId: ana.id, givesBack: true, nextAt: at(hour) } }], 'what is planned is said')
  t.match(await lastChange(world, 'agent'), { action: 'agent.hand_over_planned', subjectId: ben.id })
  t.same(pointersOf(await post(path, { startsAt: at(hour), endsAt: at(day), handOver: { tickets: 'begin', toAgentId: 4711 } })), ['/handOver/toAgentId'])
  t.equal((await post('/agents/4711/absences', { startsAt: at(hour), endsAt: at(day) })).status, 404)
  t.match(await remove(`${path}/${added.body.items[0]!.id}`), { status: 200, body: { items: [{ startsAt: at(hour) }] } })
  t.equal((await remove(`${path}/${added.body.items[0]!.id}`)).status, 404)

  const { body: { id } } = await post('/agents', { name: 'Cleo', email: 'cleo@example.org' })
  t.match(await post(`/agents/${id}/invitations`), { status: 200, body: { id, email: 'cleo@example.org' } })
  t.match(await post(`/agents/${ben.id}/invitations`), { status: 404 }, 'who has come in needs none')
  t.equal((await post('/agents/4711/invitations')).status, 404)
})

onApi('roles, skills and statuses are read by whoever works here and set up by who may', async (t, world) => {
  const { ask, ask1, keyFor, ben, ana } = world
  const { post, patch, remove } = programOf(world)
  const role = await post('/roles', { name: 'Reader', permissions: ['ticket.note'] })
  t.match(role, { status: 201, body: { name: 'Reader', description: '', permissions: ['ticket.read', 'ticket.note'], version: 1 } }, 'who writes notes reads')
  t.match(await patch(`/roles/${role.body.id}/settings`, { permissions: ['ticket.read'] }, role.headers.etag), { status: 200, body: { permissions: ['ticket.read'] } })
  t.same([pointersOf(await post('/roles', { name: 'Reader', permissions: ['ticket.read'] })), pointersOf(await post('/roles', { name: 'X', permissions: ['ticket.dance'] }))], [['/name'], ['/permissions/0']])
  t.match(await remove('/roles/1/settings'), { status: 409 }, 'somebody has it')
  t.match([await remove(`/roles/${role.body.id}/settings`, role.headers.etag), await remove(`/roles/${role.body.id}/settings`)], [{ status: 412 }, { status: 200 }])

  const skill = await post('/skills', { name: 'Arabic', agentIds: [ben.id] })
  t.match(skill, { status: 201, body: { name: 'Arabic', agentIds: [ben.id] } })
  t.match(await patch(`/skills/${skill.body.id}/settings`, { agentIds: [ben.id, ana.id] }), { body: { agentIds: [ana.id, ben.id].sort((one, other) => one - other), name: 'Arabic' } })
  t.same(pointersOf(await patch(`/skills/${skill.body.id}/settings`, { agentIds: [4711] })), ['/agentIds'])
  t.match((await ask1('/skills', { key: await keyFor({ agentId: ben.id }) })).body.items, [{ id: skill.body.id, name: 'Arabic' }])

  t.same(pointersOf(await post('/statuses', { label: '\u0000', state: 'open' })), ['/label'], 'a name that nobody could read')
  const status = await post('/statuses', { label: 'With the supplier', state: 'on_hold', publicLabel: 'We wait for a part', clock: 'runs' })
  t.match(status, { status: 201, body: { label: 'With the supplier', state: 'on_hold', isActive: true } }, status.text)
  t.match((await ask1('/statuses', { key: await keyFor({ agentId: ben.id }) })).body.items.find(({ id }) => id === status.body.id), { label: 'With the supplier', state: 'on_hold', publicLabel: 'We wait for a part' })
  const { id } = await ask()
  await post(`/tickets/${id}/moves`, { move: 'hold', reason: 'A part' })
  t.match(await ask1(`/tickets/${id}`, { method: 'PATCH', body: { statusId: status.body.id } }), { status: 200, body: { status: 'With the supplier' } })
  t.same(pointersOf(await patch(`/statuses/${status.body.id}/settings`, { state: 'open' })), ['/state'], 'tickets stand in it')
  t.match(await patch(`/statuses/${status.body.id}/settings`, { isActive: false }), { body: { isActive: false } })
  t.notOk((await ask1('/statuses')).body.items.some(({ id }) => id === status.body.id))
  t.match([await remove(`/skills/${skill.body.id}/settings`), await ask1(`/skills/${skill.body.id}`)], [{ status: 200 }, { status: 404 }])

  for (const path of ['/roles', '/skills', '/statuses']) t.match(await ask1(`${path}/settings`, { key: await keyFor({ agentId: ben.id }) }), { status: 403, body: kind('forbidden') })
})
