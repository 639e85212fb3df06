import { openTicket } from '../../src/tickets/commands/open-ticket.js'
import { Membership } from '../../src/accounts/membership.entity.js'
import { Absence } from '../../src/accounts/absence.entity.js'
import { Agent } from '../../src/accounts/agent.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { after, day } from '../../src/platform/clock.js'
import { createWorld, inWorld, type World } from '../support/world.js'
import { engines } from '../support/engines.js'
import t from 'tap'

const ask = async ({ as, person, topics }: World, name: string) => openTicket(as(await person(name)), {
  topicId: topics.accounts.id, subject: 'Help', text: 'Please.', requester: { name, email: `${name}@riverside.example` }, source: 'web'
})

const counts = async ({ platform }: World) => platform.db.read.query('SELECT assignee_id AS id, COUNT(*) AS tickets FROM tickets GROUP BY assignee_id ORDER BY 1') as Promise<Array<{ id: number | null, tickets: number }>>

for (const engine of engines) {
  t.test(`tickets go by turns, also when eight people ask at once (${engine})`, async t => {
    const world = await createWorld(engine)
    t.teardown(async () => world.platform.close())
    await world.platform.db.transaction(async manager => manager.insert(Membership, { agentId: world.nadia.id, departmentId: world.departments.it.id, roleId: 2 }))
    for (const name of 'abcdefgh') await world.person(name)

    for (let round = 0; round < 5; round += 1) await Promise.all([...'abcdefgh'].map(async name => ask(world, name)))

    const tickets = (await counts(world)).map(row => Number(row.tickets))
    t.equal(tickets.reduce((sum, each) => sum + each, 0), 40)
    t.equal(tickets.length, 3, 'everybody got some and none was left over')
    t.ok(Math.max(...tickets) - Math.min(...tickets) <= 1, `the counts differ by at most one: ${tickets.join(', ')}`)
  })
}

inWorld('who is away, switched off or full is passed over, and the ticket says why', async (t, world) => {
  const { platform, ana, ben } = world
  const now = platform.clock.now()
  await platform.db.transaction(async manager => {
    await manager.insert(Absence, { agentId: ana.id, startsAt: after(now, -day), endsAt: after(now, day), reason: 'Holiday' })
    await manager.update(Agent, { id: ben.id }, { capacity: 1 })
  })

  t.equal((await ask(world, 'Maria')).assigneeId, ben.id)
  const second = await ask(world, 'Maria')
  t.equal(second.assigneeId, null, 'nobody is left')

  const event = await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: second.id, name: 'assigned' })
  t.match(event.details, { automatic: true, strategy: 'round_robin', agentId: null, reasons: [{ outcome: 'absent' }, { outcome: 'full', openTickets: 1, capacity: 1 }] })
})
