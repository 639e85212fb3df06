import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm'
import { Absence } from '../../src/accounts/absence.entity.js'
import { Agent } from '../../src/accounts/agent.entity.js'
import { saveSkill } from '../../src/accounts/commands/save-skill.js'
import { Membership } from '../../src/accounts/membership.entity.js'
import { Role } from '../../src/accounts/role.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { after, day } from '../../src/platform/clock.js'
import { system } from '../../src/platform/actor.js'
import { withActor, type Context } from '../../src/platform/context.js'
import { chooseAgent } from '../../src/routing/choose-agent.js'
import type { Routed } from '../../src/routing/route.js'
import type { RoutingDecision } from '../../src/routing/routing-decision.js'
import { Schedule } from '../../src/schedules/schedule.entity.js'
import { TeamMember } from '../../src/teams/team-member.entity.js'
import { Team } from '../../src/teams/team.entity.js'
import { Topic } from '../../src/topics/topic.entity.js'
import { openTicket } from '../../src/tickets/commands/open-ticket.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { office } from '../support/office.js'
import { inWorld, type World } from '../support/world.js'

const ask = async (ctx: Context, { topics }: World, name: string, topicId = topics.accounts.id) => openTicket(ctx, {
  topicId, subject: 'Help', text: 'Please.', requester: { name, email: `${name}@riverside.example` }, source: 'web'
})

const addToIt = async ({ platform, departments, nadia }: World, roleId = 2) =>
  platform.db.transaction(async manager => manager.insert(Membership, { agentId: nadia.id, departmentId: departments.it.id, roleId }))

const choose = async ({ platform, departments }: World, place: Partial<Routed> = {}) =>
  platform.db.transaction(async manager => chooseAgent(platform, manager, { departmentId: departments.it.id, teamId: null, ...place }))

const set = async <Row extends ObjectLiteral>({ platform }: World, entity: EntityTarget<Row>, id: number, values: Parameters<EntityManager['update']>[2]) =>
  platform.db.transaction(async manager => manager.update(entity, id, values))

/** The reasons of the last step. */
const reasonsOf = ({ steps }: RoutingDecision) => steps.at(-1)?.reasons ?? []

const spread = (counts: number[]) => Math.max(...counts) - Math.min(...counts)

inWorld('tickets go by turns, also when eight people ask at once', async (t, world) => {
  await addToIt(world)
  for (const name of 'abcdefgh') await world.person(name)
  let tries = 0
  const { db } = world.platform
  const ctx: Context = { ...withActor(world.platform, system), db: { engine: db.engine, read: db.read, transaction: async work => db.transaction(async manager => { tries += 1; return work(manager) }) } }

  await ask(ctx, world, 'a')
  for (let round = 0; round < 5; round += 1) await Promise.all([...'abcdefgh'].map(async name => ask(ctx, world, name)))

  const rows = await db.read.query('SELECT assignee_id AS id, COUNT(*) AS tickets FROM tickets GROUP BY assignee_id') as Array<{ id: number | null, tickets: number }>
  const counts = rows.map(row => Number(row.tickets))
  t.equal(counts.reduce((sum, each) => sum + each, 0), 41)
  t.equal(counts.length, 3, 'everybody got some and none was left over')
  t.ok(spread(counts) <= 1, `the counts differ by at most one: ${counts.join(', ')}`)
  t.equal(tries, 41, 'nobody got in the way of another')
})

/** Sixteen people ask in two processes at the same time, five times each, of agents with time for a hundred. Returns who got how many. */
async function askInTwoProcesses (world: World, capacities: Record<number, number> = {}): Promise<Map<number | null, number>> {
  const { platform: { config, clock, databaseUrl, db }, topics } = world
  for (const { id } of [world.ana, world.ben, world.nadia]) await set(world, Agent, id, { capacity: capacities[id] ?? 100 })
  const env = { ...process.env, DATABASE_URL: databaseUrl, STORAGE_URL: config.storageUrl, SECRET_KEY: config.secretKey, LOG_LEVEL: 'silent' }
  const run = async (name: string) => promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'open-tickets.js'), clock.now().toISOString(), String(topics.accounts.id), '5', name], { env })
  await Promise.all([run('one'), run('two')])
  const rows = await db.read.query('SELECT assignee_id AS id, COUNT(*) AS tickets FROM tickets GROUP BY assignee_id') as Array<{ id: number | null, tickets: number }>
  return new Map(rows.map(({ id, tickets }) => [id, Number(tickets)]))
}

inWorld('tickets go by turns when sixteen people ask in two processes at once', async (t, world) => {
  await addToIt(world)
  const got = await askInTwoProcesses(world)
  t.same([...got.keys()].toSorted(), [world.ana, world.ben, world.nadia].map(({ id }) => id).toSorted(), 'nobody is left out and no ticket is left over')
  t.same([...got.values()].toSorted(), [26, 27, 27])
})

inWorld('and by turns among those who can take them, when one is away and one is soon full', async (t, world) => {
  await addToIt(world)
  const { ana, ben, nadia, platform } = world
  const now = platform.clock.now()
  await platform.db.transaction(async manager => manager.insert(Absence, { agentId: ana.id, startsAt: after(now, -day), endsAt: after(now, day), reason: 'Holiday' }))
  const got = await askInTwoProcesses(world, { [nadia.id]: 7 })
  t.same(got, new Map([[ben.id, 73], [nadia.id, 7]]), 'never one more than somebody may have, also when two could give it at once')
})

inWorld('and by turns among those who know what is asked, when one does not', async (t, world) => {
  await addToIt(world)
  const french = await saveSkill(world.as(world.ana), null, { name: 'French', agentIds: [world.ana.id, world.nadia.id] }, 0)
  await set(world, Topic, world.topics.accounts.id, { skillIds: [french.id] })
  await set(world, Department, world.departments.it.id, { prefersLastAgent: true, fallback: [{ kind: 'everybody' }] })
  t.same(await askInTwoProcesses(world), new Map([[world.ana.id, 40], [world.nadia.id, 40]]))
})

/** The statements in which an agent is chosen. */
async function statementsOf ({ platform, departments }: World, place: Partial<Routed> = {}): Promise<string[]> {
  return platform.db.transaction(async manager => {
    const runner = manager.queryRunner!
    const query = runner.query.bind(runner) as (sql: string, ...rest: unknown[]) => Promise<unknown>
    const statements: string[] = []
    Object.assign(runner, { query: async (sql: string, ...rest: unknown[]) => { statements.push(sql.trim().split(/\s/)[0] ?? ''); return query(sql, ...rest) } })
    try {
      await chooseAgent(platform, manager, { departmentId: departments.it.id, teamId: null, ...place })
    } finally {
      Object.assign(runner, { query })
    }
    return statements
  })
}

inWorld('a department that wants nothing of all this pays for nothing: five statements, as before there were steps', async (t, world) => {
  const { departments: { it }, topics: { accounts }, ana } = world
  await choose(world)
  const place = { topicId: accounts.id, requesterId: Number((await world.person('Maria')).id) }
  t.same(await statementsOf(world, place), ['SELECT', 'SELECT', 'SELECT', 'SELECT', 'UPDATE'], 'its way, its turn, who is there, how much each has, whose turn it was')
  t.same(await statementsOf(world, { ...place, departmentId: world.departments.facilities.id }), ['SELECT'])
  await set(world, Department, it.id, { prefersLastAgent: true, fallback: [{ kind: 'agent', agentId: ana.id }] })
  t.equal((await statementsOf(world, place)).length, 6, 'to look for who answered last is one more, and steps that are not needed cost nothing')
})

inWorld('to whoever has the fewest open, as each sees what the one before was given', async (t, world) => {
  await addToIt(world)
  await set(world, Department, world.departments.it.id, { strategy: 'least_open' })
  const ctx = withActor(world.platform, system)
  for (let round = 0; round < 2; round += 1) await Promise.all([...'abcdefgh'].map(async name => ask(ctx, world, name)))

  const rows = await world.platform.db.read.query('SELECT COUNT(*) AS tickets FROM tickets GROUP BY assignee_id') as Array<{ tickets: number }>
  t.same(rows.map(row => Number(row.tickets)).sort(), [5, 5, 6])
})

inWorld('who is away, switched off or full is passed over, and the ticket says why', async (t, world) => {
  const { platform, ana, ben } = world
  const now = platform.clock.now()
  await platform.db.transaction(async manager => {
    await manager.insert(Absence, [
      { agentId: ana.id, startsAt: after(now, -day), endsAt: after(now, day), reason: 'Holiday' },
      { agentId: ben.id, startsAt: after(now, -day), endsAt: now, reason: 'Back this minute' },
      { agentId: ben.id, startsAt: after(now, day), endsAt: after(now, 2 * day), reason: 'Away tomorrow' }
    ])
    await manager.update(Agent, { id: ben.id }, { capacity: 1 })
  })

  const ctx = withActor(platform, system)
  t.equal((await ask(ctx, world, 'Maria')).assigneeId, ben.id)
  const second = await ask(ctx, world, 'Maria')
  t.equal(second.assigneeId, null, 'nobody is left')

  const event = await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: second.id, name: 'assigned' })
  t.match(event.details, { automatic: true, strategy: 'round_robin', agentId: null, steps: [{ kind: 'strategy', reasons: [{ outcome: 'absent', until: after(now, day).toISOString() }, { outcome: 'full', openTickets: 1, capacity: 1 }] }] })

  await set(world, Agent, ben.id, { takesTickets: false, capacity: null })
  t.match(reasonsOf(await choose(world)), [{ outcome: 'absent' }, { outcome: 'not_taking' }])
  await set(world, Agent, ben.id, { isActive: false })
  t.match(reasonsOf(await choose(world)).length, 1, 'who has left is not even named')
})

inWorld('working hours count, in their own zone', async (t, world) => {
  const hours = await world.platform.db.transaction(async manager => manager.save(Object.assign(new Schedule(), {
    name: 'Early', openingHours: office('Europe/Berlin', '07:00-12:00'), isDefault: false, createdAt: world.platform.clock.now(), version: 1
  })))
  await set(world, Agent, world.ana.id, { scheduleId: hours.id })

  world.platform.clock.set('2026-11-23T10:59:59Z')
  t.match((await choose(world)).winner, { agentId: world.ana.id })
  await choose(world)
  world.platform.clock.set('2026-11-23T11:00:00Z')
  t.match(await choose(world), { winner: { agentId: world.ben.id }, steps: [{ reasons: [{ outcome: 'outside_hours', until: '2026-11-24T06:00:00.000Z' }, { outcome: 'chosen', until: null }] }] })
})

inWorld('only who may answer is asked', async (t, world) => {
  const reader = await world.platform.db.transaction(async manager => manager.save(Object.assign(new Role(), { name: 'Reader', description: '', permissions: ['ticket.read'], createdAt: world.platform.clock.now(), version: 1 })))
  await addToIt(world, reader.id)
  t.same(reasonsOf(await choose(world)).map(({ agentId }) => agentId), [world.ana.id, world.ben.id])
})

inWorld('a team narrows who is asked, and its strategy comes first', async (t, world) => {
  await addToIt(world)
  const { platform, topics } = world
  const team = await platform.db.read.findOneByOrFail(Team, { name: 'Printing' })
  await platform.db.transaction(async manager => manager.delete(TeamMember, { teamId: team.id, agentId: world.ana.id }))
  const inTeam = async () => choose(world, { teamId: team.id })

  t.match(await inTeam(), { strategy: 'round_robin', winner: { agentId: world.ben.id } }, 'by the turns of the department, as the team has no strategy')
  t.match((await choose(world)).winner, { agentId: world.nadia.id }, 'so Ben had his turn')

  await set(world, Team, team.id, { strategy: 'least_open' })
  t.match(await inTeam(), { strategy: 'least_open', winner: { agentId: world.ben.id } })
  t.match((await choose(world)).winner, { agentId: world.ana.id }, 'the turns of the department are as they were')
  t.match(await ask(withActor(platform, system), world, 'Maria', topics.printing.id), { teamId: team.id, assigneeId: world.ben.id, state: 'open' })

  t.match(await choose(world, { teamId: team.id, departmentId: world.departments.facilities.id }), { winner: null, steps: [{ kind: 'strategy', reasons: [] }] }, 'nobody of the team works there')
  await set(world, Team, team.id, { isActive: false })
  t.equal(reasonsOf(await inTeam()).length, 3, 'a team that is switched off is no team')
})

inWorld('by hand, nobody is chosen and no turn is taken', async (t, world) => {
  const { returnTerms, ...decision } = await choose(world, { departmentId: world.departments.facilities.id })
  t.same(decision, { strategy: 'manual', winner: null, chosenBy: null, steps: [] })
  t.equal(returnTerms.returnMinutes, 0)
  t.same(await world.platform.db.read.query('SELECT * FROM turns'), [])
})
