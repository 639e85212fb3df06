import { minute } from '../../src/platform/clock.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { Department } from '../../src/departments/department.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { createWorker } from '../../src/worker.js'
import { lastChange } from '../support/history.js'
import { onApi, type Answer, type ApiWorld } from './support.js'

const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })
const pointersOf = (answer: Answer): string[] => answer.body.errors?.map(({ pointer }) => pointer) ?? [`${answer.status} ${answer.text}`]

/** So many tickets that Ben has, in a department that gives none away by itself. */
async function givenToBen ({ as, ask, ana, ben, departments, platform }: ApiWorld, count: number): Promise<number[]> {
  await platform.db.transaction(async manager => manager.update(Department, { id: departments.it.id }, { strategy: 'manual' }))
  const ids: number[] = []
  for (let place = 0; place < count; place += 1) {
    const { id } = await ask()
    await assignTicket(as(ana), { ticketId: id, agentId: ben.id })
    ids.push(id)
  }
  return ids
}

const runJobs = async ({ platform }: ApiWorld) => {
  platform.clock.advance(minute)
  for (let round = 0; round < 4; round += 1) await createWorker(platform).runDue()
}
const holders = async ({ platform }: ApiWorld, ids: number[]) => (await Promise.all(ids.map(async id => platform.db.read.findOneByOrFail(Ticket, { id })))).map(({ assigneeId }) => assigneeId)

onApi('a program that switches an agent off is asked what happens to the open tickets', async (t, world) => {
  const { ask1, ben, departments } = world
  const ids = await givenToBen(world, 2)
  const path = `/agents/${ben.id}/settings`
  const patch = async (body: object): Promise<Answer> => ask1(path, { method: 'PATCH', body, headers: { 'if-match': '*' } })
  const { body: { memberships } } = await ask1(path)

  const silent = await patch({ isActive: false })
  t.match(silent, { status: 422, body: { ...kind('invalid-fields'), errors: [{ pointer: '/leaving', detail: /leaves 2 open tickets behind/ }] } })
  t.same(pointersOf(await patch({ memberships: [] })), ['/leaving'], 'also who leaves the department')
  t.same(pointersOf(await patch({ isActive: false, leaving: 'burn' })), ['/leaving'])
  t.match((await ask1(path)).body, { isActive: true, memberships: memberships as object[] }, 'nothing was done')
  t.match(await patch({ name: 'Ben O.' }), { status: 200 }, 'and nobody is asked who leaves nothing behind')

  const kept = await patch({ memberships: [], leaving: 'keep' })
  t.match(kept, { status: 200, body: { memberships: [] } })
  t.notOk('leaving' in kept.body, 'it is no fact about the agent')
  await runJobs(world)
  t.same(await holders(world, ids), [ben.id, ben.id])
  t.match(await patch({ memberships: [{ departmentId: departments.it.id, roleId: 2 }] }), { status: 200 })

  t.match(await patch({ isActive: false, leaving: 'route' }), { status: 200, body: { isActive: false } })
  await runJobs(world)
  t.same(await holders(world, ids), [null, null], 'each by its department’s way: the one of IT is by hand')
  t.match(await patch({ isActive: false }), { status: 200 }, 'who is off already leaves nothing')
})

onApi('a program hands over all tickets of an agent, sees what became of it, and takes it back', async (t, world) => {
  const { ask1, ana, ben, nadia, keyFor, departments } = world
  const path = `/agents/${ben.id}/hand-overs`
  const post = async (body?: unknown, more: { headers?: Record<string, string>, key?: string } = {}, at = path): Promise<Answer> => ask1(at, { method: 'POST', ...(body !== undefined && { body }), ...more })
  t.match(await post({ way: 'route' }), { status: 422, body: { ...kind('refused'), detail: /Ben Ortiz/ } }, 'there is nothing to hand over')
  const ids = await givenToBen(world, 3)
  t.match(await ask1(path), { status: 200, body: { open: [{ departmentId: departments.it.id, tickets: 3, takerIds: [ana.id] }], items: [] } })
  t.same([pointersOf(await post({ way: 'agent' })), pointersOf(await post({ way: 'agent', toAgentId: nadia.id })), pointersOf(await post({ way: 'agent', toAgentId: ben.id })), pointersOf(await post({})), pointersOf(await post({ way: 'route', to: 1 }))],
    [['/toAgentId'], ['/toAgentId'], ['/toAgentId'], ['/way'], ['/to']])

  const again = { headers: { 'idempotency-key': 'ben-is-ill' } }
  const started = await post({ way: 'agent', toAgentId: ana.id }, again)
  t.match(started, { status: 202, body: { items: [{ state: 'running', toName: ana.name, byName: ana.name, isPlanned: false, canReturn: false }] } })
  t.equal((await post({ way: 'agent', toAgentId: ana.id }, again)).text, started.text, 'sent again it is one')
  t.match(await post({ way: 'route' }), { status: 409, body: kind('conflict') }, 'one at a time')
  t.match(await lastChange(world, 'agent'), { action: 'agent.handed_over', subjectId: ben.id })
  await runJobs(world)
  t.same(await holders(world, ids), [ana.id, ana.id, ana.id])
  const [done] = (await ask1(path)).body.items
  t.match(done, { state: 'done', given: 3, unassigned: 0, kept: 0, keptNumbers: [], returned: 0, canReturn: true })

  const back = `${path}/${done!.id}/returns`
  t.match(await post(undefined, {}, `/agents/${nadia.id}/hand-overs/${done!.id}/returns`), { status: 404 }, 'it was of somebody else')
  t.match(await post(undefined, {}, back), { status: 202, body: { items: [{ state: 'returning' }] } })
  await runJobs(world)
  t.same(await holders(world, ids), [ben.id, ben.id, ben.id])
  t.match((await ask1(path)).body.items, [{ state: 'returned', given: 3, returned: 3, canReturn: false }])
  t.match(await post(undefined, {}, back), { status: 409, body: kind('conflict') })

  const own = await keyFor({ agentId: ben.id, scopes: ['tickets.read', 'tickets.write'] })
  t.match(await post({ way: 'route' }, { key: own }), { status: 202 }, 'everybody hands over what is his or her own')
  t.match(await post({ way: 'route' }, { key: own }, `/agents/${ana.id}/hand-overs`), { status: 404 })
  t.match(await ask1(path, { key: await keyFor({ agentId: nadia.id }) }), { status: 404 })
  t.match(await post({ way: 'route' }, { key: await keyFor({ scopes: ['tickets.read', 'tickets.write'] }) }), { status: 404 }, 'a key that does not look after people hands over nobody else’s')
  for (const key of [await keyFor({ departmentIds: [departments.it.id] }), await keyFor({ agentId: ben.id, departmentIds: [departments.it.id] })]) t.match(await post({ way: 'route' }, { key }), { status: 403, body: kind('forbidden') })
  t.match(await post({ way: 'route' }, {}, '/agents/4711/hand-overs'), { status: 404 })
})
