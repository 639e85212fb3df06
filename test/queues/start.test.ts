import { findTicket } from '../../src/tickets/ticket.queries.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { inWorld, type World } from '../support/world.js'
import type { AgentActor } from '../../src/platform/actor.js'

async function starter (world: World) {
  const app = await openTestApp(world.platform)
  return {
    app,
    start: async (agent: AgentActor, queue: string) => {
      const { headers, statusCode } = await app.inject({ method: 'POST', url: `/desk/queues/${queue}/starts`, headers: { ...ownForm, cookie: await cookieFor(world.platform, { agentId: agent.id }) }, payload: '' })
      return headers.location ?? String(statusCode)
    }
  }
}

inWorld('start opens the most urgent ticket that is free and gives it to whoever pressed', async (t, world) => {
  const { app, start } = await starter(world)
  t.teardown(async () => app.close())
  await world.platform.db.transaction(async manager => manager.query("UPDATE departments SET strategy = 'manual'"))
  const later = await world.ask({ subject: 'Later' })
  const urgent = await world.ask({ subject: 'Urgent' })
  await world.platform.db.transaction(async manager => manager.query('UPDATE tickets SET sorts_at = sorts_at - 1000 WHERE id = ?', [urgent.id]))

  t.equal(await start(world.ben, 'unassigned'), `/desk/tickets/${urgent.id}`)
  t.match(await findTicket(world.platform.db.read, world.ben, urgent.id), { assigneeId: world.ben.id, state: 'open' })
  t.equal(await start(world.ben, 'mine'), `/desk/tickets/${urgent.id}`, 'what is mine is opened as it is')
  t.equal(await start(world.ana, 'open'), `/desk/tickets/${later.id}`, 'what is another’s is left to the other')
  t.equal(await start(world.ben, 'unassigned'), '/desk/queues/unassigned', 'and where nothing is left, it says so')
  t.equal(await start(world.nadia, 'open'), '/desk/queues/open')
  t.equal(await start(world.ben, 'closed'), '404')
})

inWorld('of several who start at once, nobody opens what another took', async (t, world) => {
  const { app, start } = await starter(world)
  t.teardown(async () => app.close())
  await world.platform.db.transaction(async manager => manager.query("UPDATE departments SET strategy = 'manual'"))
  for (let place = 0; place < 4; place++) await world.ask()

  const opened = await Promise.all([world.ana, world.ben, world.ana, world.ben].map(async agent => start(agent, 'unassigned')))
  t.ok(opened.every(path => path.startsWith('/desk/tickets/')), opened.join())
  const owners = await world.platform.db.read.query('SELECT id, assignee_id AS owner FROM tickets WHERE assignee_id IS NOT NULL') as Array<{ id: number, owner: number }>
  for (const [place, agent] of [world.ana, world.ben, world.ana, world.ben].entries()) t.equal(owners.find(({ id }) => opened[place] === `/desk/tickets/${id}`)?.owner, agent.id)
})
