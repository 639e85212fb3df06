import { loadAgentActor } from '../../src/accounts/actor.queries.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { queueFor } from '../../src/queues/queue.js'
import { countQueues, listQueueRows } from '../../src/queues/queue.queries.js'
import { saveTeam } from '../../src/teams/commands/save-team.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { endReferral, referTicket, type ReferralRequest } from '../../src/tickets/commands/refer-ticket.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { transferTicket } from '../../src/tickets/commands/transfer-ticket.js'
import { listReferrals } from '../../src/tickets/referral.queries.js'
import { searchTickets } from '../../src/tickets/search/search.queries.js'
import { listRecordsById } from '../../src/tickets/ticket-records.queries.js'
import { findTicket } from '../../src/tickets/ticket.queries.js'
import { createWorker } from '../../src/worker.js'
import { onApi } from '../api/support.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

type To = Pick<ReferralRequest, 'departmentId' | 'teamId' | 'agentId'>

/** A team to which Nadia of Facilities belongs, and nobody else. */
async function teamOfNadia ({ as, ana, nadia, platform }: World): Promise<{ teamId: number, nadia: World['nadia'] }> {
  const { id: teamId } = await saveTeam(as(ana), null, { name: 'Keys', description: '', leadId: null, strategy: 'manual', memberIds: [nadia.id] }, 0)
  return { teamId, nadia: (await loadAgentActor(platform.db.read, nadia.id))! }
}

const refer = async (world: World, ticketId: number, to: To) => referTicket(world.as(world.ana), { ticketId, ...to, reason: 'Is the door locked?' })
const queueOf = async ({ platform: { db, clock } }: World, agent: World['ana']) =>
  (await listQueueRows(db.read, agent, queueFor(agent, 'referred'), { sort: 'due', highOnly: false, unreadOnly: false, after: null }, clock.now())).map(({ id }) => id)
const sees = async ({ platform: { db } }: World, agent: World['ana'], id: number) => (await refused(async () => findTicket(db.read, agent, id))).length === 0

inWorld('a team or one agent who is asked to look reads the ticket and writes notes, and nobody else of their department does', async (t, world) => {
  const { as, ana, ben, platform: { db, clock } } = world
  const { teamId, nadia } = await teamOfNadia(world)
  const own = await world.ask({ topicId: world.topics.heating.id })
  for (const [what, to] of Object.entries({ team: { teamId }, agent: { agentId: nadia.id } })) {
    const ticket = await world.ask()
    t.notOk(await sees(world, nadia, ticket.id))
    const { departmentId, assigneeId } = await refer(world, ticket.id, to)
    t.same({ departmentId, assigneeId }, { departmentId: ticket.departmentId, assigneeId: ticket.assigneeId }, `referred to a ${what} it stays where it is`)
    await refer(world, ticket.id, to)
    t.equal((await listReferrals(db.read, ticket.id)).length, 1, 'twice is once')

    t.ok(await sees(world, nadia, ticket.id))
    t.same(await queueOf(world, nadia), [ticket.id])
    t.same(await queueOf(world, ben), [])
    t.match(await countQueues(db.read, nadia, [queueFor(nadia, 'referred')], clock.now()), new Map([['referred', 1]]))
    t.same(await searchTickets(db, nadia, ticket.number), [ticket.id])
    t.same((await listRecordsById(db.read, nadia, [ticket.id, own.id])).map(({ id }) => id), [ticket.id, own.id])
    await addNote(as(nadia), { ticketId: ticket.id, text: 'It is locked.' })
    t.same(await refused(async () => replyToTicket(as(nadia), { ticketId: ticket.id, text: 'Hello', outcome: 'waiting', version: null })), ['tickets.may_not.reply'])
    t.same(await refused(async () => assignTicket(as(ana), { ticketId: ticket.id, agentId: nadia.id })), ['agent tickets.assign.not_here'], 'it is not given to who is only asked')

    const referralId = (await listReferrals(db.read, ticket.id))[0]!.id
    t.same(await refused(async () => endReferral(as(await unasked(world)), { ticketId: ticket.id, referralId })), ['refusal.not_found'], 'only who sees it ends it')
    await endReferral(as(nadia), { ticketId: ticket.id, referralId })
    t.notOk(await sees(world, nadia, ticket.id))
    t.same([await queueOf(world, nadia), await searchTickets(db, nadia, ticket.number)], [[], []])
  }
})

/** An agent of Facilities like Nadia whom nobody asked. */
async function unasked ({ nadia }: World): Promise<World['nadia']> {
  return { ...nadia, id: 999, teamIds: [] }
}

inWorld('a ticket that is referred to an agent, a team and a department at once stands in the queue once', async (t, world) => {
  const { platform: { db, clock }, departments: { facilities } } = world
  const { teamId, nadia } = await teamOfNadia(world)
  const ticket = await world.ask()
  for (const to of [{ departmentId: facilities.id }, { teamId }, { agentId: nadia.id }]) await refer(world, ticket.id, to)
  t.same(await queueOf(world, nadia), [ticket.id])
  t.match(await countQueues(db.read, nadia, [queueFor(nadia, 'referred')], clock.now()), new Map([['referred', 1]]))
  t.same((await listReferrals(db.read, ticket.id)).map(({ name }) => name), ['Facilities', 'Keys', 'Nadia Farouk'])

  await transferTicket(world.as(world.ana), { ticketId: ticket.id, departmentId: facilities.id, reason: 'Yours after all' })
  t.same((await listReferrals(db.read, ticket.id)).map(({ name }) => name), ['Keys'], 'who works where it goes is asked no more; a team may have others')
})

inWorld('a team in which nobody is, or that is out of use, is not asked', async (t, world) => {
  const { as, ana } = world
  const { id: teamId } = await saveTeam(as(ana), null, { name: 'Keys', description: '', leadId: null, strategy: 'manual', memberIds: [] }, 0)
  const { id } = await world.ask()
  t.same(await refused(async () => refer(world, id, { teamId })), ['team tickets.refer.empty_team'])
  await world.platform.db.transaction(async manager => manager.query('UPDATE teams SET is_active = 0 WHERE id = ?', [teamId]))
  t.same(await refused(async () => refer(world, id, { teamId })), ['team tickets.assign.no_team'])
})

inWorld('those who are asked are told in one mail each, and not who asks', async (t, world) => {
  const { as, ana, ben, nadia, platform } = world
  const { id: teamId } = await saveTeam(as(ana), null, { name: 'Keys', description: '', leadId: null, strategy: 'manual', memberIds: [ana.id, nadia.id] }, 0)
  const [forTeam, forAgent] = [await world.ask(), await world.ask()]
  await refer(world, forTeam.id, { teamId })
  await refer(world, forAgent.id, { agentId: nadia.id })
  await createWorker(platform).runDue()
  const mails = (await platform.db.read.find(Mail)).filter(({ template }) => template === 'ticket_referred')
  t.same(mails.map(({ toName, ticketId }) => [toName, ticketId]).toSorted(), [[nadia.name, forTeam.id], [nadia.name, forAgent.id]])
  for (const { text } of mails) t.match(text, 'Ana Ribeiro asks you to look at this ticket of IT Service Desk: Is the door locked?')
  t.notOk(mails.some(({ toName }) => toName === ben.name))
})

inWorld('on the page departments, teams and agents of others are offered, a refusal is told there, and who is asked is told why', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const { ana, ben, nadia, platform } = world
  const { teamId } = await teamOfNadia(world)
  const { id } = await world.ask()
  const [cookie, hers] = [await cookieFor(platform, { agentId: ana.id }), await cookieFor(platform, { agentId: nadia.id })]
  const page = async (asked: string) => (await app.inject({ url: `/desk/tickets/${id}`, headers: { cookie: asked } })).body
  const post = async (values: Record<string, string>) => app.inject({ method: 'POST', url: `/desk/tickets/${id}/referrals`, headers: { ...ownForm, cookie }, payload: form(values) })

  const offered = await page(cookie)
  for (const value of [`department:${world.departments.facilities.id}`, `team:${teamId}`, `agent:${nadia.id}`]) t.match(offered, `<option value="${value}">`)
  t.notMatch(offered, `<option value="agent:${ben.id}">`, 'not who works here')
  const nobody = await post({ to: 'agent:0', reason: 'Look' })
  t.equal(nobody.statusCode, 422)
  t.match(nobody.body, 'Choose a department, a team or an agent')
  t.match((await post({ to: `agent:${ben.id}`, reason: 'Look' })).body, 'Ben Ortiz works in this department and sees the ticket already')

  t.equal((await post({ to: `agent:${nadia.id}`, reason: 'Is the door locked?' })).statusCode, 303)
  t.match(await page(hers), 'Ana Ribeiro asks you to look at this ticket: Is the door locked?')
  t.match(await page(cookie), 'Ana Ribeiro asked Nadia Farouk to look at it: Is the door locked?')
  const referralId = (await listReferrals(platform.db.read, id))[0]!.id
  const ended = await app.inject({ method: 'POST', url: `/desk/tickets/${id}/referrals/${referralId}/ends`, headers: { ...ownForm, cookie: hers } })
  t.equal(ended.headers.location, '/desk/queues/referred')
  t.equal((await app.inject({ url: `/desk/tickets/${id}`, headers: { cookie: hers } })).statusCode, 404)
})

onApi('programs refer to teams and agents; a key that is held to a department sees nothing of it', async (t, world) => {
  const { ask1, keyFor, nadia, departments: { facilities } } = world
  const { id } = await world.ask()
  const post = async (body: object) => ask1(`/tickets/${id}/referrals`, { method: 'POST', body: { reason: 'Is the door locked?', ...body } })
  t.match((await post({ agentId: nadia.id, teamId: null })).body, { items: [{ department: null, team: null, agent: { id: nadia.id, name: 'Nadia Farouk' } }] })
  t.equal((await post({})).status, 422)
  t.equal((await post({ agentId: nadia.id, departmentId: facilities.id })).status, 422)

  const [whole, limited] = [{ key: await keyFor({ agentId: nadia.id }) }, { key: await keyFor({ agentId: nadia.id, departmentIds: [facilities.id] }) }]
  t.equal((await ask1(`/tickets/${id}`, whole)).status, 200)
  t.match((await ask1('/queues/referred/tickets', whole)).body, { items: [{ id }] })
  t.equal((await ask1(`/tickets/${id}`, limited)).status, 404)
  t.equal((await ask1(`/tickets/${id}/entries`, { ...limited, method: 'POST', body: { kind: 'note', text: 'Seen' } })).status, 404)
  t.equal((await ask1(`/tickets/${id}/entries`, { ...whole, method: 'POST', body: { kind: 'note', text: 'Seen' } })).status, 201)
  t.same((await ask1('/queues/referred/tickets', limited)).body.items, [])
})
