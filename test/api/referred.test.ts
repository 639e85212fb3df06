import { after, day, minute } from '../../src/platform/clock.js'
import { endReferral, referTicket } from '../../src/tickets/commands/refer-ticket.js'
import { listReferrals } from '../../src/tickets/referral.queries.js'
import { Referral } from '../../src/tickets/referral.entity.js'
import { listChangedTickets } from '../../src/tickets/changed-tickets.queries.js'
import { recordSorts, listTicketRecords } from '../../src/tickets/ticket-records.queries.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { fullScans, planOf, statementsOf } from '../support/statements.js'
import { inWorld, type World } from '../support/world.js'
import { onApi, type Answer, type ApiWorld } from './support.js'

const refer = async ({ as, ana, departments }: World, ticketId: number) => referTicket(as(ana), { ticketId, departmentId: departments.facilities.id, reason: 'Is the door locked?' })

async function asNadia ({ keyFor, nadia, ask1 }: ApiWorld): Promise<(path: string) => Promise<number[]>> {
  const key = await keyFor({ agentId: nadia.id })
  return async path => (await ask1(path, { key })).body.items.map(({ id }) => id)
}

onApi('a program finds what is referred to its departments as it finds their own tickets, and nothing else of others', async (t, world) => {
  const { ask, topics, departments: { it, facilities }, platform: { clock } } = world
  const listed = await asNadia(world)
  const own = await ask({ topicId: topics.heating.id })
  clock.advance(minute)
  const { id, number, requesterId } = await ask({ subject: 'Who has the key?', priority: 4 })
  const hidden = await ask({ requester: { name: 'Tobias', email: 'tobias@riverside.example' } })
  t.same(await listed('/tickets'), [own.id])
  await refer(world, id)

  t.same(await listed('/tickets'), [id, own.id])
  t.same(await listed('/tickets?sort=oldest'), [own.id, id])
  t.same((await listed('/tickets?sort=due')).toSorted(), [own.id, id].toSorted())
  for (const filter of [`number=${number}`, `departmentId=${it.id}`, 'priority=urgent', 'requester=maria@riverside.example&priority=urgent', `topicId=${topics.accounts.id}`, `number=${number}&state=new,open`]) t.same(await listed(`/tickets?${filter}`), [id], filter)
  for (const filter of ['state=closed', `number=${number}&state=closed`, `number=${hidden.number}`, 'requester=tobias@riverside.example', 'assignee=me']) t.same(await listed(`/tickets?${filter}`), [], filter)
  t.same(await listed('/tickets?requester=maria@riverside.example'), [id, own.id])
  t.same(await listed(`/tickets?departmentId=${facilities.id}`), [own.id])
  t.same(await listed('/people'), [requesterId], 'and who asks there, but nobody else')
})

onApi('a program that looks for changes hears of a referral, and of what happens to the ticket while it lasts', async (t, world) => {
  const { ask, ask1, as, ana, departments: { it, facilities }, platform: { clock, db } } = world
  const listed = await asNadia(world)
  const { id } = await ask()
  const hidden = await ask()
  clock.advance(day)
  const since = (): string => clock.now().toISOString()
  const referredAt = since()
  await refer(world, id)
  t.same(await listed(`/tickets?updatedSince=${referredAt}`), [id])

  clock.advance(minute)
  const later = since()
  await ask1(`/tickets/${id}`, { method: 'PATCH', body: { priority: 'high' } })
  await ask1(`/tickets/${hidden.id}`, { method: 'PATCH', body: { priority: 'high' } })
  t.same(await listed(`/tickets?updatedSince=${later}`), [id])
  t.same(await listed(`/tickets?updatedSince=${later}&departmentId=${it.id}`), [id])
  t.same(await listed(`/tickets?updatedSince=${later}&departmentId=${facilities.id}`), [])

  const [referral] = await listReferrals(db.read, id)
  await endReferral(as(ana), { ticketId: id, referralId: referral!.id })
  t.same([await listed(`/tickets?updatedSince=${referredAt}`), await listed('/tickets')], [[], []], 'with the referral sight ends')
})

onApi('what is referred to an agent by name stands in the lists of his or her programs, unless they are held to some departments', async (t, world) => {
  const { ask, ask1, as, ana, nadia, keyFor, departments: { facilities }, platform: { clock } } = world
  const since = clock.now().toISOString()
  const { id, requesterId } = await ask()
  await referTicket(as(ana), { ticketId: id, agentId: nadia.id, reason: 'You know that lock' })
  const [whole, held] = [await keyFor({ agentId: nadia.id }), await keyFor({ agentId: nadia.id, departmentIds: [facilities.id] })]
  for (const path of ['/tickets', `/tickets?updatedSince=${since}`, '/queues/referred/tickets']) {
    t.match((await ask1(path, { key: whole })).body.items, [{ id }], path)
    t.same((await ask1(path, { key: held })).body.items, [], `${path}, held to a department`)
  }
  t.match((await ask1('/people', { key: whole })).body.items, [{ id: requesterId }])
  t.same((await ask1('/people', { key: held })).body.items, [])
})

onApi('page by page each ticket comes once, also one that is referred to a department of the same agent', async (t, world) => {
  const { ask, ask1, topics, platform: { clock } } = world
  const made: number[] = []
  for (let place = 0; place < 9; place += 1) {
    clock.advance(minute)
    const { id } = await ask(place % 3 === 0 ? { topicId: topics.heating.id } : {})
    if (place % 3 !== 0) await refer(world, id)
    made.push(id)
  }
  for (const key of [await world.keyFor({ agentId: world.nadia.id }), await world.keyFor()]) {
    for (const sort of recordSorts) {
      const walked: number[] = []
      for (let next: string | null = `/tickets?limit=2&sort=${sort}`; next !== null;) {
        const page: Answer = await ask1(next, { key })
        walked.push(...page.body.items.map(({ id }) => id))
        next = page.body.next
      }
      t.same(sort === 'newest' ? walked.toReversed() : sort === 'oldest' ? walked : walked.toSorted((one, other) => one - other), made, sort)
    }
  }
})

inWorld('however large the desk, a list with what is referred reads no table from end to end', async (t, world) => {
  await fillDesk(world, 3000)
  const { platform, nadia, platform: { db, clock } } = world
  const lists = [
    ...recordSorts.map(sort => async () => listTicketRecords(db.read, nadia, { sort }, { after: null, limit: 50 })),
    async () => listTicketRecords(db.read, nadia, { sort: 'newest', priority: 2 }, { after: { at: clock.now().getTime(), id: 1 }, limit: 50 }),
    async () => listTicketRecords(db.read, nadia, { sort: 'newest', requesterEmail: 'maria@riverside.example' }, { after: null, limit: 50 }),
    async () => listChangedTickets(db.read, nadia, { sort: 'newest' }, { since: after(clock.now(), -day), after: null, limit: 50 })
  ]
  for (const list of lists) {
    let found = 0
    const asked = (await statementsOf(platform, async () => { found = (await list()).records.length })).filter(({ sql }) => /ticket_referrals/.test(sql))
    t.ok(found > 0 && asked.length > 0, 'it asks for what is referred, and finds it')
    for (const statement of asked) {
      const plan = await planOf(platform, statement)
      t.same(fullScans(plan, ['tickets', 'ticket_events', 'e', 'ticket_referrals', 'f']), [], plan.join('\n'))
    }
  }
})

/** Nearly all tickets are of a department that Nadia does not see; forty of them are referred to hers, and all were once. */
async function fillDesk (world: World, count: number): Promise<void> {
  const { platform: { db, clock }, departments: { facilities } } = world
  const { id: first, ...ticket } = await world.ask()
  const { id: _event, ...event } = await db.read.findOneByOrFail(TicketEvent, { ticketId: first })
  const now = clock.now()
  await db.transaction(async manager => {
    for (let place = 0; place < count; place += 300) {
      const ids = Array.from({ length: 300 }, (_each, at) => first + 1 + place + at)
      const at = (id: number) => after(now, (id - first - count) * minute)
      await manager.insert(Ticket, ids.map(id => ({ ...ticket, id, number: `S-${id}`, formKey: null, state: id % 10 === 0 ? 'open' as const : 'closed' as const, activeAt: at(id), createdAt: at(id) })))
      await manager.insert(TicketEvent, ids.map(id => ({ ...event, details: {}, ticketId: id, at: at(id) })))
    }
    const referral = { departmentId: facilities.id, teamId: null, agentId: null, reason: 'Please look', byName: 'Ana', createdAt: now, endedAt: null }
    await manager.insert(Referral, Array.from({ length: 40 }, (_each, place) => ({ ...referral, ticketId: first + 10 - first % 10 + place * 70 })))
    for (let place = 0; place < count; place += 300) await manager.insert(Referral, Array.from({ length: 300 }, (_each, at) => ({ ...referral, ticketId: first + 1 + place + at, endedAt: now })))
    if (db.engine === 'mysql') await manager.query('ANALYZE TABLE tickets, ticket_events, ticket_referrals')
  })
}
