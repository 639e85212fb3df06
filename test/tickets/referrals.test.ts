import { Membership } from '../../src/accounts/membership.entity.js'
import { Role } from '../../src/accounts/role.entity.js'
import { loadAgentActor } from '../../src/accounts/actor.queries.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { day } from '../../src/platform/clock.js'
import { queueFor } from '../../src/queues/queue.js'
import { countNew, countQueues, listQueueRows, type Filters } from '../../src/queues/queue.queries.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { linkTickets } from '../../src/tickets/commands/link-tickets.js'
import { mergeTicket } from '../../src/tickets/commands/merge-ticket.js'
import { moveTicket } from '../../src/tickets/commands/move-ticket.js'
import { endReferral, referTicket } from '../../src/tickets/commands/refer-ticket.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { transferTicket } from '../../src/tickets/commands/transfer-ticket.js'
import { listReferrals, referredIds } from '../../src/tickets/referral.queries.js'
import { searchTickets } from '../../src/tickets/search/search.queries.js'
import { indexTicket } from '../../src/tickets/search/index-ticket.js'
import { findTicketRecord } from '../../src/tickets/ticket-records.queries.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { findTicket } from '../../src/tickets/ticket.queries.js'
import { createWorker } from '../../src/worker.js'
import { onApi } from '../api/support.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const refer = async (world: World, ticketId: number, more = {}) => referTicket(world.as(world.ana), { ticketId, departmentId: world.departments.facilities.id, reason: 'Is the door locked?', ...more })
/** Ends the referrals of a ticket that hold. */
const end = async (world: World, actor: World['ana'], ticketId: number) => {
  for (const { id } of await listReferrals(world.platform.db.read, ticketId)) await endReferral(world.as(actor), { ticketId, referralId: id })
}
const all: Filters = { sort: 'due', highOnly: false, unreadOnly: false, after: null }
const referredTo = async ({ platform: { db, clock } }: World, agent: World['ana'], filters: Partial<Filters> = {}) =>
  (await listQueueRows(db.read, agent, queueFor(agent, 'referred'), { ...all, ...filters }, clock.now())).map(({ id }) => id)

inWorld('a department that is asked to look reads the ticket and writes notes, and the ticket stays where it is', async (t, world) => {
  const { as, nadia, ben, platform: { db } } = world
  const ticket = await world.ask()
  t.same(await refused(async () => findTicket(db.read, nadia, ticket.id)), ['refusal.not_found'])

  const { departmentId, assigneeId, slaPolicyId, nextDueAt } = await refer(world, ticket.id)
  t.equal(departmentId, ticket.departmentId)
  t.match(await findTicket(db.read, nadia, ticket.id), { departmentId, assigneeId, slaPolicyId, nextDueAt })
  await addNote(as(nadia), { ticketId: ticket.id, text: 'It is locked.' })
  t.match(await db.read.findOneByOrFail(ThreadEntry, { ticketId: ticket.id, kind: 'note' }), { text: 'It is locked.', agentId: nadia.id })
  t.same(await refused(async () => replyToTicket(as(nadia), { ticketId: ticket.id, text: 'Hello', outcome: 'waiting', version: null })), ['tickets.may_not.reply'], 'to the requester speaks the ticket’s own department')
  t.same(await refused(async () => refer({ ...world, ana: nadia }, ticket.id, { departmentId: world.departments.it.id })), ['tickets.may_not.refer'], 'and it alone refers')
  t.same(await referredTo(world, nadia), [ticket.id])
  t.same(await referredTo(world, ben), [], 'nobody else')
  t.same(await findTicketRecord(db.read, nadia, ticket.id).then(({ id }) => id), ticket.id)

  await refer(world, ticket.id)
  t.equal((await listReferrals(db.read, ticket.id)).length, 1, 'twice is once')
})

inWorld('either side ends it, and sight is gone at once', async (t, world) => {
  const { as, ana, nadia, platform: { db, clock } } = world
  const ticket = await world.ask()
  for (const ends of [ana, nadia]) {
    await refer(world, ticket.id)
    await indexTicket(world.platform, ticket.id)
    t.same(await searchTickets(db, nadia, ticket.number), [ticket.id])
    t.same(await searchTickets(db, nadia, 'password'), [ticket.id], 'by its words too')
    t.match(await countQueues(db.read, nadia, [queueFor(nadia, 'referred')], clock.now()), new Map([['referred', 1]]))

    await end(world, ends, ticket.id)
    t.same(await refused(async () => findTicket(db.read, nadia, ticket.id)), ['refusal.not_found'])
    t.same(await refused(async () => addNote(as(nadia), { ticketId: ticket.id, text: 'x' })), ['refusal.not_found'])
    t.same(await refused(async () => findTicketRecord(db.read, nadia, ticket.id)), ['refusal.not_found'])
    t.same([await searchTickets(db, nadia, ticket.number), await searchTickets(db, nadia, 'password'), await referredTo(world, nadia)], [[], [], []])
  }
  t.same(await refused(async () => endReferral(as(ana), { ticketId: ticket.id, referralId: 1 })), ['refusal.not_found'], 'and only what holds can be ended')
  await refer(world, ticket.id)
  const other = await world.ask()
  const referralId = (await listReferrals(db.read, ticket.id))[0]!.id
  t.same(await refused(async () => endReferral(as(ana), { ticketId: other.id, referralId })), ['refusal.not_found'], 'on its own ticket')
})

inWorld('who may only read there reads it and writes nothing; who may not even read does not see it', async (t, world) => {
  const { platform: { db, clock }, nadia, departments: { facilities } } = world
  const role = async (permissions: Role['permissions']) => {
    await db.transaction(async manager => {
      const { id } = await manager.save(Object.assign(new Role(), { name: permissions.join(), description: '', permissions, createdAt: clock.now(), version: 1 }))
      await manager.update(Membership, { agentId: nadia.id, departmentId: facilities.id }, { roleId: id })
    })
    return (await loadAgentActor(db.read, nadia.id))!
  }
  const ticket = await world.ask()
  await refer(world, ticket.id)
  const reader = await role(['ticket.read'])
  t.equal((await findTicket(db.read, reader, ticket.id)).id, ticket.id)
  t.same(await refused(async () => addNote(world.as(reader), { ticketId: ticket.id, text: 'x' })), ['tickets.may_not.note'])
  t.same(await refused(async () => end(world, reader, ticket.id)), ['tickets.may_not.refer'])
  t.same(await refused(async () => findTicket(db.read, await role(['ticket.note']), ticket.id)), ['refusal.not_found'])
})

inWorld('a ticket that is only referred takes no other in and knows no other', async (t, world) => {
  const { as, nadia } = world
  const ticket = await world.ask()
  const own = await world.ask({ topicId: world.topics.heating.id })
  await refer(world, ticket.id)
  t.same(await refused(async () => mergeTicket(as(nadia), { ticketId: own.id, intoNumber: ticket.number })), ['number tickets.merge.bad_target'])
  t.same(await refused(async () => linkTickets(as(nadia), { ticketId: own.id, number: ticket.number })), ['tickets.may_not.edit'])
})

inWorld('it ends by itself when the ticket is closed, binned or merged, or goes to that department', async (t, world) => {
  const { as, ana, nadia, platform: { db }, departments: { facilities } } = world
  const ways: Array<[string, (ticketId: number) => Promise<unknown>]> = [
    ['merged', async ticketId => mergeTicket(as(ana), { ticketId, intoNumber: (await world.ask()).number })],
    ['binned', async ticketId => moveTicket(as(ana), { ticketId, move: 'trash' })],
    ['transferred', async ticketId => transferTicket(as(ana), { ticketId, departmentId: facilities.id, reason: 'Yours after all' })]
  ]
  for (const [what, end] of ways) {
    const ticket = await world.ask()
    await refer(world, ticket.id)
    await end(ticket.id)
    t.same(await listReferrals(db.read, ticket.id), [], what)
    t.same(await referredTo(world, nadia), [])
  }
  const solved = await world.ask()
  await refer(world, solved.id)
  await replyToTicket(as(ana), { ticketId: solved.id, text: 'Done.', outcome: 'resolved', version: null })
  t.equal((await findTicket(db.read, nadia, solved.id)).id, solved.id, 'a solution may still be declined')
})

inWorld('what cannot be is refused in words', async (t, world) => {
  const { id } = await world.ask()
  t.same(await refused(async () => refer(world, id, { reason: ' ' })), ['reason tickets.refer.reason_empty'])
  t.same(await refused(async () => refer(world, id, { departmentId: world.departments.it.id })), ['department tickets.refer.own_department'])
  t.same(await refused(async () => refer(world, id, { departmentId: 99 })), ['department tickets.transfer.no_department'])
  t.same(await refused(async () => refer(world, id, { departmentId: null })), ['to tickets.refer.choose_one'])
  t.same(await refused(async () => refer(world, id, { agentId: world.nadia.id })), ['to tickets.refer.choose_one'], 'nor two at once')
  t.same(await refused(async () => refer(world, id, { departmentId: null, agentId: 99 })), ['agent tickets.refer.no_agent'])
  t.same(await refused(async () => refer(world, id, { departmentId: null, agentId: world.ben.id })), ['agent tickets.refer.agent_sees'])
  t.same(await refused(async () => refer(world, id, { departmentId: null, teamId: 99 })), ['team tickets.assign.no_team'])
  await moveTicket(world.as(world.ana), { ticketId: id, move: 'trash' })
  t.same(await refused(async () => refer(world, id)), ['tickets.may_not.refer'])
})

inWorld('the agents of that department who want it are told, unless it has ended before', async (t, world) => {
  const { platform } = world
  const ticket = await world.ask()
  const ended = await world.ask()
  await refer(world, ticket.id)
  await refer(world, ended.id)
  await end(world, world.ana, ended.id)
  await createWorker(platform).runDue()
  const mails = (await platform.db.read.find(Mail)).filter(({ template }) => template === 'ticket_referred')
  t.same(mails.map(({ toName, ticketId }) => [toName, ticketId]), [[world.nadia.name, ticket.id]], 'not who refers it, though she works there too')
  t.match(mails[0]!.text, 'Ana Ribeiro asks you to look at this ticket of IT Service Desk: Is the door locked?')
})

inWorld('a page of the queue goes on behind the last row, each ticket once, also of who works in several departments', async (t, world) => {
  const { platform: { db, clock }, ana, nadia, departments: { it, facilities } } = world
  const ids: number[] = []
  for (let count = 0; count < 28; count += 1) {
    clock.advance(1000)
    const { id } = await world.ask()
    await refer(world, id)
    ids.push(id)
  }
  const heating = await world.ask({ topicId: world.topics.heating.id })
  await referTicket(world.as(ana), { ticketId: heating.id, departmentId: it.id, reason: 'A cable' })
  t.equal((await referredTo(world, ana, { sort: 'oldest' })).length, 26, 'a page and one row more')

  const first = (await referredTo(world, nadia, { sort: 'oldest' })).slice(0, 25)
  const rows = await listQueueRows(db.read, nadia, queueFor(nadia, 'referred'), { ...all, sort: 'oldest' }, clock.now())
  const rest = await referredTo(world, nadia, { sort: 'oldest', after: { at: Number(rows[24]!.activeAt), id: rows[24]!.id } })
  t.same([...first, ...rest], ids)
  t.equal(await countNew(db.read, nadia, queueFor(nadia, 'referred'), new Date(clock.now().getTime() - day)), 28)
  t.equal((await referredTo(world, nadia, { unreadOnly: true })).length, 26)
  t.same(queueFor(nadia, 'referred').branches.map(branch => 'referredTo' in branch && branch.referredTo), Array(4).fill({ departmentIds: [facilities.id], teamIds: nadia.teamIds, agentId: nadia.id }))

  const { sql: referred, values } = referredIds({ departmentIds: [it.id, facilities.id], teamIds: [1], agentId: nadia.id })
  const sql = `SELECT t.id FROM tickets t WHERE t.id IN (${referred}) AND t.state = 'open' ORDER BY t.sorts_at, t.id LIMIT 26`
  const plan = JSON.stringify(await db.read.query(`${db.engine === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`, values))
  for (const way of ['department_id', 'team_id', 'agent_id']) t.match(plan, `ix_ticket_referrals_${way}_ended_at_ticket_id`, 'it starts from the referrals that hold')
  t.notMatch(plan, /SCAN t\b|ix_tickets_state/, 'and goes from there to the tickets')
})

onApi('programs refer and end it', async (t, world) => {
  const { ask1, keyFor, nadia, departments: { facilities } } = world
  const { id } = await world.ask()
  const asNadia = { key: await keyFor({ agentId: nadia.id }) }
  t.equal((await ask1(`/tickets/${id}`, asNadia)).status, 404)
  const { body: { items: [referral] } } = await ask1(`/tickets/${id}/referrals`, { method: 'POST', body: { departmentId: facilities.id, reason: 'Is the door locked?' } })
  t.match((await ask1(`/tickets/${id}/referrals`)).body, { items: [{ id: referral!.id, department: { id: facilities.id, name: 'Facilities' }, team: null, agent: null, reason: 'Is the door locked?', by: 'Ana Ribeiro' }] })
  t.equal((await ask1(`/tickets/${id}`, asNadia)).status, 200)
  t.match((await ask1('/queues/referred/tickets', asNadia)).body, { items: [{ id }] })
  const limited = { key: await keyFor({ agentId: world.ana.id, departmentIds: [facilities.id] }) }
  t.equal((await ask1(`/tickets/${id}/assignments`, { ...limited, method: 'POST', body: { agentId: null } })).status, 403, 'a key that is held to one department has no more than that department')
  t.match(await ask1(`/tickets/${id}/referrals/${referral!.id}`, { ...asNadia, method: 'DELETE' }), { status: 200, body: { items: [] } })
  t.equal((await ask1(`/tickets/${id}`, asNadia)).status, 404)
})
