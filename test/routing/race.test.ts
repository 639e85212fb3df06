import mysql, { type RowDataPacket } from 'mysql2/promise'
import type { EntityManager } from 'typeorm'
import type { Test } from 'tap'
import { findAgent } from '../../src/accounts/agent.queries.js'
import { addAbsence } from '../../src/accounts/commands/change-absences.js'
import { editOwnProfile } from '../../src/accounts/commands/edit-own-profile.js'
import { editAgent } from '../../src/accounts/commands/save-agent.js'
import { Department } from '../../src/departments/department.entity.js'
import { saveTeam } from '../../src/teams/commands/save-team.js'
import { Team } from '../../src/teams/team.entity.js'
import { system } from '../../src/platform/actor.js'
import { after, day } from '../../src/platform/clock.js'
import { joinTransaction, withActor, type Context } from '../../src/platform/context.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import type { Intake } from '../../src/tickets/intake.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { inWorld, type World } from '../support/world.js'
import { askAs, set } from './support.js'

type Change = (ctx: (actor: 'ana' | 'ben') => Context) => Promise<unknown>

async function edited ({ platform, ben }: World, values: { isActive?: boolean, memberships?: [] }) {
  const { agent, memberships, teamIds } = await findAgent(platform.db.read, ben.id)
  return { ...agent, memberships, teamIds, ...values }
}

/** What may happen to Ben at the moment in which he is chosen. */
const changes: Record<string, (world: World) => Promise<Change>> = {
  'is switched off': async world => {
    const edit = await edited(world, { isActive: false })
    return async ctx => editAgent(ctx('ana'), edit)
  },
  'is taken out of the department': async world => {
    const edit = await edited(world, { memberships: [] })
    return async ctx => editAgent(ctx('ana'), edit)
  },
  'goes away': async ({ platform, ben }) => async ctx => addAbsence(ctx('ana'), { agentId: ben.id, startsAt: after(platform.clock.now(), -1), endsAt: after(platform.clock.now(), day), reason: 'Ill' }),
  'takes no more tickets': async world => {
    const { agent } = await findAgent(world.platform.db.read, world.ben.id)
    return async ctx => editOwnProfile(ctx('ben'), { ...agent, signature: '', theme: null, keys: true, takesTickets: false, digest: null })
  }
}

/** How he comes to be chosen, and Ana if he cannot be: what has to be so before. */
const ways: Record<string, (world: World) => Promise<unknown>> = {
  'by turns': async world => askAs(world, 'Maria'),
  'as the one who answered last': async world => {
    await set(world, Department, world.departments.it.id, { prefersLastAgent: true })
    const first = await askAs(world, 'Maria')
    await replyToTicket(world.as(world.ben), { ticketId: first.id, text: 'Yes', outcome: 'waiting', version: null })
    await askAs(world, 'Jo')
  },
  'when nobody else was free': async world => {
    await set(world, Department, world.departments.it.id, { fallback: [{ kind: 'agent', agentId: world.ben.id }, { kind: 'everybody' }] })
    const team = await world.platform.db.read.findOneByOrFail(Team, { name: 'Printing' })
    await saveTeam(world.as(world.ana), team.id, { ...team, memberIds: [] }, team.version)
  },
  'by a rule': async world => {
    await askAs(world, 'Maria')
    await askAs(world, 'Maria')
  }
}

/** A request that goes to Ben this way. */
async function ask (world: World, way: string, ctx: Context): Promise<Ticket> {
  const intake: Intake = async () => ({ agentId: world.ben.id, silentTo: [], reject: null, by: ['To Ben'], keep: async () => undefined, finish: async () => undefined })
  return askAs(world, 'Maria', way === 'when nobody else was free' ? world.topics.printing.id : world.topics.accounts.id, { ...ctx, ...(way === 'by a rule' && { intake }) })
}

/** Waits until another connection to this database waits for a row that this one holds. The list of waits is drawn anew only for whoever has not looked for a tenth of a second. */
async function untilOneWaits (manager: EntityManager): Promise<void> {
  for (;;) {
    await manager.query('SELECT SLEEP(0.12)')
    const [row] = await manager.query(
      "SELECT COUNT(*) AS waiting FROM information_schema.innodb_trx x JOIN information_schema.processlist p ON p.id = x.trx_mysql_thread_id WHERE x.trx_state = 'LOCK WAIT' AND p.db = DATABASE()"
    ) as Array<{ waiting: number }>
    if (Number(row?.waiting) > 0) return
  }
}

/** Does `first` in a transaction that ends only when `second`, on another connection, waits for it, and `meanwhile` is done. SQLite has one writer: there `second` waits before it begins. */
async function oneAfterTheOther<Result> ({ platform: { db } }: World, first: (manager: EntityManager) => Promise<unknown>, second: () => Promise<Result>, meanwhile?: (manager: EntityManager) => Promise<void>): Promise<Result> {
  let begin = (): void => undefined
  const begun = new Promise<void>(resolve => { begin = resolve })
  const done = begun.then(second)
  await db.transaction(async manager => {
    await first(manager)
    begin()
    if (db.engine === 'mysql') await untilOneWaits(manager)
    await meanwhile?.(manager)
  })
  return done
}

async function changeFirst (t: Test, world: World, way: string, change: string): Promise<void> {
  await ways[way]!(world)
  const act = await changes[change]!(world)
  const ticket = await oneAfterTheOther(world, async manager => act(who => joinTransaction(world.as(world[who]), manager)), async () => ask(world, way, withActor(world.platform, system)))
  t.equal(ticket.assigneeId, world.ana.id, 'whoever waits to choose sees what has become of Ben')
}

async function ticketFirst (t: Test, world: World, way: string, change: string): Promise<void> {
  await ways[way]!(world)
  const act = await changes[change]!(world)
  let ticketId = 0
  await oneAfterTheOther(world, async manager => { ticketId = (await ask(world, way, joinTransaction(withActor(world.platform, system), manager))).id }, async () => act(who => world.as(world[who])))
  t.match(await world.platform.db.read.findOneBy(Ticket, { id: ticketId }), { assigneeId: world.ben.id }, 'whoever changes Ben waits until he has the ticket')
}

for (const way of Object.keys(ways)) {
  for (const change of way === 'by turns' ? Object.keys(changes) : ['is switched off', 'is taken out of the department']) {
    inWorld(`Ben ${change} just before he is chosen ${way}`, async (t, world) => changeFirst(t, world, way, change))
    inWorld(`Ben ${change} just after he is chosen ${way}`, async (t, world) => ticketFirst(t, world, way, change))
  }
}

/** What there is of Jo's ticket, also while the transaction that writes it is under way. */
async function findUnfinished ({ platform: { db, databaseUrl } }: World, manager: EntityManager): Promise<unknown[]> {
  const asked = "SELECT t.assignee_id AS assigneeId, COUNT(g.id) AS promises FROM tickets t JOIN people p ON p.id = t.requester_id LEFT JOIN targets g ON g.ticket_id = t.id WHERE p.name = 'Jo' GROUP BY t.id"
  if (db.engine === 'sqlite') return manager.query(asked) as Promise<unknown[]>
  const connection = await mysql.createConnection(databaseUrl.replace(/^mariadb:/, 'mysql:'))
  try {
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED')
    return (await connection.query<RowDataPacket[]>(asked))[0]
  } finally {
    await connection.end()
  }
}

inWorld('whoever waits for a turn has done all before that does not need it; SQLite has one writer, and nobody else begins', async (t, world) => {
  const ctx = withActor(world.platform, system)
  let unfinished: unknown[] = []
  await oneAfterTheOther(world, async manager => askAs(world, 'Maria', world.topics.accounts.id, joinTransaction(ctx, manager)), async () => askAs(world, 'Jo', world.topics.accounts.id, ctx), async manager => {
    unfinished = await findUnfinished(world, manager)
  })
  t.match(unfinished, world.platform.db.engine === 'sqlite' ? [] : [{ assigneeId: null, promises: 2 }])
})
