import { Absence } from '../../src/accounts/absence.entity.js'
import { addAbsence, removeAbsence } from '../../src/accounts/commands/change-absences.js'
import type { AbsenceHandOver } from '../../src/accounts/hand-over-times.js'
import { editAgent } from '../../src/accounts/commands/save-agent.js'
import { findAgent } from '../../src/accounts/agent.queries.js'
import { HandOverPlan } from '../../src/accounts/hand-over-plan.entity.js'
import { Membership } from '../../src/accounts/membership.entity.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { after, day, hour, minute } from '../../src/platform/clock.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { moveTicket } from '../../src/tickets/commands/move-ticket.js'
import { runHandOverPlans } from '../../src/tickets/hand-overs/commands/run-hand-over-plans.js'
import { takeBackHandOver } from '../../src/tickets/hand-overs/commands/return-hand-over.js'
import { listHandOvers } from '../../src/tickets/hand-overs/hand-over.queries.js'
import { HandOver } from '../../src/tickets/hand-overs/hand-over.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { createWorker } from '../../src/worker.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

/** Tickets of IT that Ben has, where tickets are given out by hand. */
async function givenToBen (world: World, count: number): Promise<number[]> {
  await world.platform.db.transaction(async manager => manager.update(Department, { id: world.departments.it.id }, { strategy: 'manual' }))
  const ids: number[] = []
  for (let place = 0; place < count; place += 1) {
    const { id } = await world.ask()
    await assignTicket(world.as(world.ana), { ticketId: id, agentId: world.ben.id })
    ids.push(id)
  }
  await runJobs(world)
  return ids
}

async function runJobs ({ platform }: World, ms = minute): Promise<void> {
  platform.clock.advance(ms)
  for (let round = 0; round < 5; round += 1) await createWorker(platform).runDue()
}

const work = async ({ platform, departments }: World, agentId: number) => platform.db.transaction(async manager => manager.insert(Membership, { agentId, departmentId: departments.it.id, roleId: 2 }))
const holders = async ({ platform }: World, ids: number[]) => (await Promise.all(ids.map(async id => platform.db.read.findOneByOrFail(Ticket, { id })))).map(({ assigneeId }) => assigneeId)
const lastOf = async ({ platform, ben }: World) => (await listHandOvers(platform.db.read, ben.id))[0]
const mailsTo = async ({ platform }: World, { email }: { email: string }) => (await platform.db.read.findBy(Mail, { toAddress: email })).map(({ subject }) => subject)
const audited = async ({ platform }: World) => (await platform.db.read.find(AuditEntry, { where: { subjectType: 'agent' }, order: { id: 'ASC' } })).map(({ action }) => action)

/** Ben is away from in two hours on for a day, and Nadia, who works in IT too, takes over, unless told otherwise. */
async function away (world: World, handOver: Partial<AbsenceHandOver> = {}, { from = 2 * hour, until = 26 * hour, actor = world.ben } = {}): Promise<number> {
  const now = world.platform.clock.now()
  await addAbsence(world.as(actor), { agentId: world.ben.id, startsAt: after(now, from), endsAt: after(now, until), reason: 'Holidays', handOver: { tickets: 'begin', toAgentId: world.nadia.id, givesBack: true, ...handOver } })
  return (await world.platform.db.read.findOneOrFail(Absence, { where: {}, order: { id: 'DESC' } })).id
}

inWorld('when an absence begins the open tickets go to a colleague by themselves, and what is still open comes back when it ends, each told in one mail', async (t, world) => {
  const { as, ben, nadia, platform } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 4)
  const before = { ben: (await mailsTo(world, ben)).length, nadia: (await mailsTo(world, nadia)).length }
  await away(world)
  await runJobs(world)
  t.same(await holders(world, ids), ids.map(() => ben.id), 'not before it begins')

  await runJobs(world, 2 * hour)
  await runJobs(world, 10 * minute)
  t.same(await holders(world, ids), ids.map(() => nadia.id))
  t.same((await mailsTo(world, nadia)).slice(before.nadia), ['4 tickets since the last time'])
  t.match(await platform.db.read.findOneOrFail(TicketEvent, { where: { ticketId: ids[0]!, name: 'assigned' }, order: { id: 'DESC' } }), { actorName: 'Ostiary', details: { agentId: nadia.id, fromName: 'Ben Ortiz', absence: 'on' } })
  t.match(await lastOf(world), { state: 'done', byName: 'Ben Ortiz', counts: { given: 4 } })

  await assignTicket(as(world.ana), { ticketId: ids[0]!, agentId: world.ana.id })
  await moveTicket(as(world.ana), { ticketId: ids[1]!, move: 'trash' })
  for (let round = 0; round < 3; round += 1) await runHandOverPlans(platform)
  t.equal(await platform.db.read.countBy(HandOver, { agentId: ben.id }), 1, 'looking again hands nothing over again')
  await runJobs(world, 25 * hour)
  await runJobs(world, 10 * minute)
  t.same(await holders(world, ids), [world.ana.id, nadia.id, ben.id, ben.id], 'what was passed on or ended meanwhile stays')
  t.match(await platform.db.read.findOneOrFail(TicketEvent, { where: { ticketId: ids[3]!, name: 'assigned' }, order: { id: 'DESC' } }), { details: { agentId: ben.id, absence: 'over' } })
  t.same((await mailsTo(world, ben)).slice(before.ben), ['2 tickets since the last time'])
  t.match(await lastOf(world), { state: 'returned', returned: 2 })
  t.same((await audited(world)).slice(-3), ['agent.hand_over_planned', 'agent.handed_over', 'agent.handed_back'])
  t.match(await platform.db.read.find(HandOverPlan), [{ state: 'over', nextAt: null }])
})

inWorld('each is given anew where no colleague is named, or the colleague has left or is away too, and stays there unless it is to come back', async (t, world) => {
  const { as, ana, nadia, platform, departments: { it } } = world
  await work(world, nadia.id)
  const turn = async (what: string, handOver: Partial<AbsenceHandOver>, meanwhile: () => Promise<unknown>, expected: number) => {
    const ids = await givenToBen(world, 1)
    await platform.db.transaction(async manager => manager.update(Department, { id: it.id }, { strategy: 'least_open' }))
    await away(world, { givesBack: false, ...handOver })
    await meanwhile()
    await runJobs(world, 2 * hour)
    t.same(await holders(world, ids), [expected], what)
    await runJobs(world, 30 * hour)
    t.same(await holders(world, ids), [expected], `${what}, and stays`)
    for (const ticketId of ids) await moveTicket(as(ana), { ticketId, move: 'trash' })
  }
  const awayToo = async (agentId: number) => addAbsence(as(ana), { agentId, startsAt: platform.clock.now(), endsAt: after(platform.clock.now(), 20 * hour), reason: '' })
  await turn('nobody is named', { toAgentId: null }, async () => awayToo(nadia.id), ana.id)
  await turn('she is away too', {}, async () => awayToo(nadia.id), ana.id)
  await turn('she does not work there any more', {}, async () => platform.db.transaction(async manager => manager.delete(Membership, { agentId: nadia.id, departmentId: it.id })), ana.id)
})

inWorld('“now” hands over before the absence begins; who is still away for another reason gets the tickets back after that', async (t, world) => {
  const { ben, nadia } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 2)
  await away(world, { tickets: 'now' })
  await away(world, { tickets: 'keep' }, { from: 20 * hour, until: 50 * hour })
  await runJobs(world)
  t.same(await holders(world, ids), [nadia.id, nadia.id])
  await runJobs(world, 27 * hour)
  t.same(await holders(world, ids), [nadia.id, nadia.id], 'not while he is away')
  await runJobs(world, 24 * hour)
  t.same(await holders(world, ids), [ben.id, ben.id])
})

inWorld('where no worker ran until an absence was past, nothing is passed to and fro', async (t, world) => {
  const { ben, nadia, platform } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 1)
  await away(world)
  await runJobs(world, 30 * hour)
  t.same(await holders(world, ids), [ben.id])
  t.equal(await platform.db.read.countBy(HandOver, { agentId: ben.id }), 0)
  t.match(await platform.db.read.find(HandOverPlan), [{ state: 'over', nextAt: null }])
})

inWorld('an absence that is taken back takes its hand-over along: nothing happens, or the tickets come back at once', async (t, world) => {
  const { as, ben, nadia, platform } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 2)
  await removeAbsence(as(ben), { agentId: ben.id, absenceId: await away(world) })
  await runJobs(world, 3 * hour)
  t.same(await holders(world, ids), [ben.id, ben.id])
  t.equal(await platform.db.read.count(HandOverPlan), 0)

  const absenceId = await away(world)
  await runJobs(world, 2 * hour)
  t.same(await holders(world, ids), [nadia.id, nadia.id])
  await removeAbsence(as(ben), { agentId: ben.id, absenceId })
  await runJobs(world)
  t.same(await holders(world, ids), [ben.id, ben.id], 'back from holidays early')
})

inWorld('it is taken back by hand as any other hand-over, and then nothing comes back a second time', async (t, world) => {
  const { as, ana, ben, nadia } = world
  await work(world, nadia.id)
  const ids = await givenToBen(world, 1)
  await away(world)
  await runJobs(world, 2 * hour)
  await takeBackHandOver(as(ana), { agentId: ben.id, handOverId: (await lastOf(world))!.id })
  await runJobs(world)
  t.same(await holders(world, ids), [ben.id])
  await assignTicket(as(ana), { ticketId: ids[0]!, agentId: nadia.id })
  await runJobs(world, 27 * hour)
  t.same(await holders(world, ids), [nadia.id])
})

inWorld('what cannot be is refused in words, and the absence is not noted', async (t, world) => {
  const { ana, ben, nadia, platform, departments: { it } } = world
  const why = async (handOver: Partial<AbsenceHandOver>, actor = ben) => refused(async () => away(world, handOver, { actor }))
  t.same(await why({}), ['absenceTo accounts.absence.no_colleague'], 'she does not work there')
  for (const toAgentId of [0, ben.id, 999]) t.same(await why({ toAgentId }), ['absenceTo accounts.absence.no_colleague'])
  t.same(await why({ tickets: 'tomorrow' }), ['absenceTickets refusal.not_a_choice'])
  await addAbsence(world.as(ana), { agentId: ana.id, startsAt: platform.clock.now(), endsAt: after(platform.clock.now(), day), reason: '' })
  t.same(await why({ toAgentId: ana.id }), ['absenceTo accounts.absence.colleague_away'])
  const mayAnswer: World['ben'] = { ...ben, departments: new Map([[it.id, new Set(['ticket.read', 'ticket.reply'] as const)]]) }
  t.same(await why({ toAgentId: null }, mayAnswer), ['absenceTickets accounts.absence.may_not'])
  t.same(await why({ toAgentId: null }, nadia), ['absenceTickets accounts.absence.may_not'], 'nor over somebody else')
  t.equal(await platform.db.read.countBy(Absence, { agentId: ben.id }), 0)
  t.same(await why({ toAgentId: null }, ana), [], 'whoever looks after people may')
})

inWorld('the worker finds the plans whose time has come by index', async (t, world) => {
  const { db } = world.platform
  const sql = 'SELECT id FROM hand_over_plans WHERE next_at <= 5 ORDER BY next_at, id LIMIT 200'
  t.match(JSON.stringify(await db.read.query(`${db.engine === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`)), /ix_hand_over_plans_next_at_id/)
})

inWorld('both pages ask what happens with the tickets, keep what was typed, and say what will happen', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const { ana, ben, nadia, platform } = world
  await work(world, nadia.id)
  for (const [agent, at] of [[ben, '/desk/me'], [ana, `/admin/agents/${ben.id}`]] as const) {
    const cookie = await cookieFor(platform, { agentId: agent.id })
    const post = async (values: Record<string, string>) => app.inject({ method: 'POST', url: `${at}/absences`, headers: { ...ownForm, cookie }, payload: form({ starts: '2026-12-24', ends: '2027-01-01', reason: 'Holidays', ...values }) })
    const page = async () => (await app.inject({ url: at, headers: { cookie } })).body
    t.match(await page(), 'What happens with the open tickets')
    const wrong = await post({ tickets: 'begin', to: '999', givesBack: 'yes' })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'Choose a colleague who works in one of the same departments')
    t.match(wrong.body, /value="begin" checked/)
    t.match(wrong.body, 'value="2026-12-24"')
    t.equal((await post({ tickets: 'begin', to: String(nadia.id), givesBack: 'yes' })).statusCode, 303)
    t.match(await page(), 'Open tickets go to Nadia Farouk when it begins, and come back when it ends.')
    t.equal((await post({ tickets: 'begin', to: '' })).statusCode, 303)
    t.match(await page(), 'Open tickets are given anew when it begins.')
  }
})

inWorld('an agent who leaves a department or is switched off leaves tickets behind: the page asks, and does what is chosen', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const { ana, ben, nadia, platform, departments: { it } } = world
  await work(world, nadia.id)
  const cookie = await cookieFor(platform, { agentId: ana.id })
  const save = async (values: Record<string, string | string[]>) => {
    const { agent } = await findAgent(platform.db.read, ben.id)
    return app.inject({ method: 'POST', url: `/admin/agents/${ben.id}`, headers: { ...ownForm, cookie }, payload: form({ version: String(agent.version), name: 'Ben Ortiz', email: ben.email, locale: 'en', memberships: '', capacity: '', scheduleId: '', isActive: 'yes', ...values }) })
  }
  const ids = await givenToBen(world, 2)
  const asked = await save({})
  t.equal(asked.statusCode, 422)
  t.match(asked.body, 'Ben Ortiz leaves 2 open tickets behind. Choose what happens to them')
  t.match(asked.body, /name="leaving" value="route"/)
  t.equal(await platform.db.read.countBy(Membership, { agentId: ben.id }), 1, 'nothing has happened')

  t.equal((await save({ leaving: 'keep' })).statusCode, 303)
  t.equal(await platform.db.read.countBy(Membership, { agentId: ben.id }), 0)
  t.same(await holders(world, ids), [ben.id, ben.id])
  t.equal((await save({ name: 'Ben O.' })).statusCode, 303, 'who left before is not asked again')

  t.equal((await save({ memberships: `${it.id}:2` })).statusCode, 303)
  const other = await world.ask({ topicId: world.topics.heating.id })
  await platform.db.transaction(async manager => {
    await manager.insert(Membership, { agentId: ben.id, departmentId: world.departments.facilities.id, roleId: 2 })
    await manager.update(Department, { id: it.id }, { strategy: 'round_robin' })
  })
  await assignTicket(world.as(ana), { ticketId: other.id, agentId: ben.id })
  t.equal((await save({ memberships: `${world.departments.facilities.id}:2`, leaving: 'route' })).statusCode, 303)
  await runJobs(world)
  t.same((await holders(world, ids)).toSorted(), [ana.id, nadia.id].toSorted())
  t.same(await holders(world, [other.id]), [ben.id], 'what is in a department in which he still works stays')

  t.equal((await save({ memberships: `${world.departments.facilities.id}:2`, isActive: '' })).statusCode, 422, 'and asks when he is switched off')
  t.equal((await save({ memberships: `${world.departments.facilities.id}:2`, isActive: '', leaving: 'route' })).statusCode, 303)
  await runJobs(world)
  t.same(await holders(world, [other.id]), [null], 'where tickets are given out by hand')
  t.equal(await platform.db.read.countBy(HandOver, { agentId: ben.id, scope: 'lost' }), 2)
})

inWorld('a change of an agent that says nothing of tickets leaves them where they are', async (t, world) => {
  const ids = await givenToBen(world, 1)
  const { agent, teamIds, skillIds } = await findAgent(world.platform.db.read, world.ben.id)
  await editAgent(world.as(world.ana), { ...agent, id: agent.id, memberships: [], teamIds, skillIds })
  t.same(await holders(world, ids), [world.ben.id])
})
