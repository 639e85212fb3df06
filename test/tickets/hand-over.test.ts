import { Membership } from '../../src/accounts/membership.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { day, minute } from '../../src/platform/clock.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { takeBackHandOver } from '../../src/tickets/hand-overs/commands/return-hand-over.js'
import { runHandOver } from '../../src/tickets/hand-overs/commands/run-hand-over.js'
import { startHandOver } from '../../src/tickets/hand-overs/commands/start-hand-over.js'
import { listHandOvers } from '../../src/tickets/hand-overs/hand-over.queries.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { createWorker } from '../../src/worker.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { lastChange } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

/** So many tickets of IT that Ben has. */
async function givenToBen (world: World, count: number, topicId = world.topics.accounts.id): Promise<number[]> {
  await world.platform.db.transaction(async manager => manager.update(Department, { id: world.departments.it.id }, { strategy: 'manual' }))
  const ids: number[] = []
  for (let place = 0; place < count; place += 1) {
    const { id } = await world.ask({ topicId })
    await assignTicket(world.as(world.ana), { ticketId: id, agentId: world.ben.id })
    ids.push(id)
  }
  await runJobs(world)
  return ids
}

const runJobs = async ({ platform }: World) => {
  platform.clock.advance(minute)
  for (let round = 0; round < 4; round += 1) await createWorker(platform).runDue()
}
const holders = async ({ platform }: World, ids: number[]) => (await Promise.all(ids.map(async id => platform.db.read.findOneByOrFail(Ticket, { id })))).map(({ assigneeId }) => assigneeId)
const last = async ({ platform, ben }: World) => (await listHandOvers(platform.db.read, ben.id))[0]!
const work = async ({ platform, departments }: World, agentId: number, where: 'it' | 'facilities' = 'it') => platform.db.transaction(async manager => manager.insert(Membership, { agentId, departmentId: departments[where].id, roleId: 2 }))

inWorld('all open tickets of an agent go to one colleague, who is told in one mail', async (t, world) => {
  const { as, ana, ben, nadia, platform } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 5)
  const solved = ids.pop()!
  await replyToTicket(as(ben), { ticketId: solved, text: 'Done.', outcome: 'resolved', version: null })
  await runJobs(world)
  const before = await platform.db.read.countBy(Mail, { toAddress: nadia.email })

  const { id } = await startHandOver(as(ana), { agentId: ben.id, way: 'agent', toAgentId: nadia.id })
  t.match(await lastChange(world, 'agent'), { action: 'agent.handed_over', subjectName: 'Ben Ortiz', difference: { openTickets: { before: 4, after: 0 }, to: { after: 'Nadia Farouk' } } })
  await Promise.all([runHandOver(platform, id), runHandOver(platform, id)])
  await runHandOver(platform, id)
  platform.clock.advance(10 * minute)
  await runJobs(world)

  t.same(await holders(world, [...ids, solved]), [...ids.map(() => nadia.id), ben.id], 'what is solved stays')
  t.match(await last(world), { state: 'done', counts: { given: 4 }, skipped: [], toName: 'Nadia Farouk', byName: 'Ana Ribeiro' })
  t.equal(await platform.db.read.countBy(TicketEvent, { ticketId: ids[0]!, name: 'assigned' }), 2, 'once, however often it runs')
  const mails = (await platform.db.read.findBy(Mail, { toAddress: nadia.email })).slice(before)
  t.match(mails, [{ template: 'digest', subject: '4 tickets since the last time' }])
})

inWorld('each finds its agent anew, without the one who hands over, or waits in the pool', async (t, world) => {
  const { as, ben, nadia, platform, departments: { it } } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 4)
  await platform.db.transaction(async manager => manager.update(Department, { id: it.id }, { strategy: 'round_robin' }))
  await startHandOver(as(ben), { agentId: ben.id, way: 'route', toAgentId: null })
  await runJobs(world)
  t.same((await holders(world, ids)).toSorted(), [world.ana.id, world.ana.id, nadia.id, nadia.id].toSorted())
  const event = await platform.db.read.findOneOrFail(TicketEvent, { where: { ticketId: ids[0]!, name: 'assigned' }, order: { id: 'DESC' } })
  t.ok((event.details.steps as Array<{ reasons: Array<{ agentId: number, outcome: string }> }>).flatMap(({ reasons }) => reasons).some(({ agentId, outcome }) => agentId === ben.id && outcome === 'had_it'))

  const again = await givenToBen(world, 2)
  await startHandOver(as(ben), { agentId: ben.id, way: 'route', toAgentId: null })
  await runJobs(world)
  t.same(await holders(world, again), [null, null], 'where tickets are given out by hand')
  t.match(await last(world), { counts: { pool: 2 } })
})

inWorld('who may not, what cannot be, and nobody at all is refused in words', async (t, world) => {
  const { as, ana, ben, nadia, platform } = world
  const start = async (actor: World['ana'], more = {}) => refused(async () => startHandOver(as(actor), { agentId: ben.id, way: 'agent', toAgentId: nadia.id, ...more }))
  t.same(await start(ana), ['tickets.hand_over.none'])
  await givenToBen(world, 1)
  t.same(await start(nadia), ['refusal.not_found'], 'not over somebody else')
  t.same(await start(ana), ['toAgentId tickets.hand_over.not_here'], 'she does not work there')
  for (const toAgentId of [null, ben.id, 999]) t.same(await start(ana, { toAgentId }), ['toAgentId tickets.hand_over.choose_agent'])
  t.same(await start(ana, { way: 'dice' }), ['way tickets.hand_over.choose_way'])
  await platform.db.transaction(async manager => manager.query("UPDATE roles SET permissions = '[\"ticket.read\",\"ticket.reply\"]' WHERE id = 2"))
  t.same(await start({ ...ben, departments: new Map([[world.departments.it.id, new Set(['ticket.read', 'ticket.reply'] as const)]]) }, { way: 'route' }), ['tickets.hand_over.may_not'])
  t.same(await start(ana, { toAgentId: ana.id }), [])
  t.same(await start(ana, { toAgentId: ana.id }), ['tickets.hand_over.under_way'])
})

inWorld('a colleague who loses the department meanwhile gets none of it, and the report says which stayed', async (t, world) => {
  const { as, ana, ben, nadia, platform } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 2)
  const { id } = await startHandOver(as(ana), { agentId: ben.id, way: 'agent', toAgentId: nadia.id })
  await platform.db.transaction(async manager => manager.delete(Membership, { agentId: nadia.id, departmentId: world.departments.it.id }))
  await runHandOver(platform, id)
  t.same(await holders(world, ids), [ben.id, ben.id])
  t.match(await last(world), { state: 'done', counts: { not_here: 2 }, skipped: [String, String] })
})

inWorld('it can be taken back as a whole for a day; what moved on meanwhile stays', async (t, world) => {
  const { as, ana, ben, nadia, platform } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 3)
  const { id } = await startHandOver(as(ben), { agentId: ben.id, way: 'agent', toAgentId: nadia.id })
  t.same(await refused(async () => takeBackHandOver(as(ben), { agentId: ben.id, handOverId: id })), ['tickets.hand_over.too_late'], 'not while it is under way')
  await runJobs(world)
  await assignTicket(as(ana), { ticketId: ids[0]!, agentId: ana.id })
  await replyToTicket(as(nadia), { ticketId: ids[1]!, text: 'Done.', outcome: 'resolved', version: null }).catch(() => null)
  t.same(await refused(async () => takeBackHandOver(as(nadia), { agentId: ben.id, handOverId: id })), ['refusal.not_found'])
  t.same(await refused(async () => takeBackHandOver(as(ana), { agentId: nadia.id, handOverId: id })), ['refusal.not_found'], 'under the name of another')

  await takeBackHandOver(as(ana), { agentId: ben.id, handOverId: id })
  await runJobs(world)
  t.same(await holders(world, [ids[0]!, ids[2]!]), [ana.id, ben.id])
  t.match(await last(world), { state: 'returned' })

  const { id: late } = await startHandOver(as(ben), { agentId: ben.id, way: 'agent', toAgentId: nadia.id })
  await runJobs(world)
  platform.clock.advance(day + minute)
  t.same(await refused(async () => takeBackHandOver(as(ben), { agentId: ben.id, handOverId: late })), ['tickets.hand_over.too_late'])
})

inWorld('hundreds go in rounds', async (t, world) => {
  const { as, ana, ben, platform } = world
  await givenToBen(world, 1)
  await platform.db.transaction(async manager => {
    const [columns] = await manager.query('SELECT * FROM tickets LIMIT 1') as Array<Record<string, unknown>>
    for (let place = 0; place < 230; place += 1) {
      const row = { ...columns!, id: 1000 + place, number: `X-${place}`, form_key: null }
      await manager.query(`INSERT INTO tickets (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map(() => '?').join(', ')})`, Object.values(row))
    }
  })
  const { id } = await startHandOver(as(ana), { agentId: ben.id, way: 'agent', toAgentId: ana.id })
  await runHandOver(platform, id)
  t.match(await last(world), { state: 'running', counts: { given: 200 } })
  await runHandOver(platform, id)
  t.match(await last(world), { state: 'done', counts: { given: 231 } })
  t.equal(await platform.db.read.countBy(Ticket, { assigneeId: ben.id }), 0)
})

inWorld('the pages say what would happen, do it, and give it back', async (t, world) => {
  const { platform, ana, ben, nadia } = world
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const ids = await givenToBen(world, 2)
  const [own, admin] = [await cookieFor(platform, { agentId: ben.id }), await cookieFor(platform, { agentId: ana.id })]
  const post = async (url: string, cookie: string, values = {}) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload: form(values) })

  const page = (await app.inject({ url: '/desk/me/hand-over', headers: { cookie: own } })).body
  t.match(page, 'Ben Ortiz has 2 open tickets.')
  t.match(page, /IT Service Desk<\/th><td>2<\/td><td>Ana Ribeiro<\/td><td>By hand/)
  t.equal((await app.inject({ url: `/admin/agents/${ben.id}/hand-over`, headers: { cookie: own } })).statusCode, 404)
  t.match(await post(`/admin/agents/${ben.id}/hand-over`, admin, { way: 'agent', toAgentId: nadia.id }), { statusCode: 422, body: /Nadia Farouk may not answer tickets in IT Service Desk/ })

  t.equal((await post('/desk/me/hand-over', own, { way: 'agent', toAgentId: ana.id })).statusCode, 303)
  await runJobs(world)
  t.same(await holders(world, ids), [ana.id, ana.id])
  const after = (await app.inject({ url: `/admin/agents/${ben.id}/hand-over`, headers: { cookie: admin } })).body
  t.match(after, '2 tickets given to Ana Ribeiro')
  const [, action = ''] = /action="([^"]+\/returns)"/.exec(after) ?? []
  t.equal((await post(action, admin)).statusCode, 303)
  await runJobs(world)
  t.same(await holders(world, ids), [ben.id, ben.id])
})
