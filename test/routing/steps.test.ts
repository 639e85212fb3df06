import { Agent } from '../../src/accounts/agent.entity.js'
import { removeSkill } from '../../src/accounts/commands/save-skill.js'
import { saveCompany } from '../../src/companies/commands/save-company.js'
import { addMember } from '../../src/companies/commands/place-person.js'
import { after } from '../../src/platform/clock.js'
import { Department } from '../../src/departments/department.entity.js'
import { previewChoice } from '../../src/routing/choose-agent.js'
import { Team } from '../../src/teams/team.entity.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { transferTicket } from '../../src/tickets/commands/transfer-ticket.js'
import { Topic } from '../../src/topics/topic.entity.js'
import { refused } from '../support/refused.js'
import { inWorld } from '../support/world.js'
import { addNadia, askAs, set, skill, whyOf } from './support.js'

inWorld('what a topic says counts before its team, and that before the department', async (t, world) => {
  const { platform, ana, ben, topics, departments } = world
  const team = await platform.db.read.findOneByOrFail(Team, { name: 'Printing' })
  const way = async () => {
    const { route } = await previewChoice(platform, platform.db.read, { departmentId: departments.it.id, teamId: team.id, topicId: topics.printing.id })
    return [route.strategy, route.decidedBy, route.turnOwner.ownerKind].join(' ')
  }
  t.equal(await way(), 'round_robin department department')
  await set(world, Team, team.id, { strategy: 'least_open' })
  t.equal(await way(), 'least_open team team')
  await set(world, Topic, topics.printing.id, { strategy: 'round_robin' })
  t.equal(await way(), 'round_robin topic topic')

  t.equal((await askAs(world, 'Maria')).assigneeId, ana.id)
  t.equal((await askAs(world, 'Maria', topics.printing.id)).assigneeId, ana.id, 'the topic has turns of its own')
  t.equal((await askAs(world, 'Maria', topics.printing.id)).assigneeId, ben.id)

  await set(world, Topic, topics.printing.id, { strategy: 'manual' })
  t.equal(await way(), 'manual topic topic')
  const byHand = await askAs(world, 'Maria', topics.printing.id)
  t.match(byHand, { assigneeId: null, state: 'new' })
  t.same(await whyOf(world, byHand.id), [])
})

inWorld('what a topic says counts in its own department only', async (t, world) => {
  const { ana, nadia, topics, departments } = world
  await set(world, Department, departments.facilities.id, { strategy: 'round_robin' })
  await set(world, Topic, topics.accounts.id, { strategy: 'manual' })
  const ticket = await askAs(world, 'Maria')
  t.equal(ticket.assigneeId, null)
  t.ok([ana.id, nadia.id].includes((await transferTicket(world.as(ana), { ticketId: ticket.id, departmentId: departments.facilities.id, reason: 'Not ours' })).assigneeId ?? 0))
})

inWorld('agents who do not know what the topic asks for are passed over, and the turns stay fair among those who do', async (t, world) => {
  const { ana, ben, nadia, topics } = world
  await addNadia(world)
  const [networks, french] = [await skill(world, 'Networks', [ana, nadia]), await skill(world, 'French', [ana, ben, nadia])]
  await set(world, Topic, topics.accounts.id, { skillIds: [networks.id, french.id] })

  const got: Array<number | null> = []
  for (let round = 0; round < 4; round += 1) {
    got.push((await askAs(world, 'Maria')).assigneeId)
    await askAs(world, 'Maria', topics.teaching.id)
  }
  t.same(got, [ana.id, nadia.id, ana.id, nadia.id], 'whatever turns others take in between')
  t.same(await whyOf(world, (await askAs(world, 'Maria')).id), [
    'By turns, among those who know French, Networks:', 'Ana Ribeiro was next: at work, 4 of 15 open.', 'Ben Ortiz was passed over: does not know Networks.', 'Nadia Farouk comes later in turn, 3 of 15 open.'
  ])
  t.same(await refused(async () => removeSkill(world.as(ana), { id: networks.id, version: 1 })), ['accounts.skill.asked_for'])
})

inWorld('where nobody knows what is asked for, that is said and the department’s steps are tried', async (t, world) => {
  const { ben, topics, departments } = world
  const welsh = await skill(world, 'Welsh', [])
  await set(world, Topic, topics.accounts.id, { skillIds: [welsh.id] })
  const left = await askAs(world, 'Maria')
  t.equal(left.assigneeId, null)
  t.same((await whyOf(world, left.id)).slice(0, 2), ['By turns, among those who know Welsh:', 'Nobody who works here knows Welsh.'])

  await set(world, Department, departments.it.id, { fallback: [{ kind: 'agent', agentId: ben.id }] })
  const ticket = await askAs(world, 'Maria')
  t.match(ticket, { assigneeId: ben.id, state: 'open' })
  t.same((await whyOf(world, ticket.id)).slice(-2), ['Nobody was free, so one agent:', 'Ben Ortiz was free: at work, 0 of 15 open.'])
})

inWorld('the agent who answered last gets the next one of this requester, if free', async (t, world) => {
  const { platform, ana, ben, topics, departments } = world
  await set(world, Department, departments.it.id, { prefersLastAgent: true })
  const first = await askAs(world, 'Maria')
  t.equal(first.assigneeId, ana.id)
  t.same((await whyOf(world, first.id)).slice(0, 2), ['Who answered last:', 'Nobody has answered this requester here yet.'])

  await replyToTicket(world.as(ana), { ticketId: first.id, text: 'A moment', outcome: 'open', version: null })
  await replyToTicket(world.as(ben), { ticketId: first.id, text: 'I know this one', outcome: 'waiting', version: null })
  platform.clock.set(after(platform.clock.now(), 60_000))
  t.equal((await askAs(world, 'Jo')).assigneeId, ben.id, 'Jo’s goes by turns')
  t.equal((await askAs(world, 'Jo')).assigneeId, ana.id)
  const again = await askAs(world, 'Maria')
  t.equal(again.assigneeId, ben.id, 'Maria’s goes to whom she knows')
  t.same(await whyOf(world, again.id), ['Who answered last:', 'Ben Ortiz was free: at work, 1 of 15 open.'])
  t.equal((await askAs(world, 'Jo')).assigneeId, ben.id, 'which was no turn of his')

  await set(world, Topic, topics.teaching.id, { lastAgentChoice: 'no' })
  t.equal((await askAs(world, 'Maria', topics.teaching.id)).assigneeId, ana.id, 'a topic may do without')

  await set(world, Agent, ben.id, { takesTickets: false })
  t.same(await whyOf(world, (await askAs(world, 'Maria')).id), [
    'Who answered last:', 'Ben Ortiz was passed over: takes no tickets at the moment.', 'By turns:', 'Ana Ribeiro was next: at work, 3 of 15 open.', 'Ben Ortiz was passed over: takes no tickets at the moment.'
  ])
  await set(world, Agent, ben.id, { isActive: false })
  t.equal((await whyOf(world, (await askAs(world, 'Maria')).id))[1], 'Ben Ortiz was passed over: does not answer tickets of this department or team.')
})

inWorld('whom the requester knows is asked also where tickets are given out by hand', async (t, world) => {
  const { nadia, topics, departments } = world
  await set(world, Department, departments.facilities.id, { prefersLastAgent: true })
  const first = await askAs(world, 'Maria', topics.heating.id)
  t.equal(first.assigneeId, null)
  t.same(await whyOf(world, first.id), [], 'where nobody was asked there is nothing to explain')
  await replyToTicket(world.as(nadia), { ticketId: first.id, text: 'Warm again', outcome: 'waiting', version: null })
  t.equal((await askAs(world, 'Maria', topics.heating.id)).assigneeId, nadia.id)

  await set(world, Agent, nadia.id, { capacity: 2 })
  t.same(await whyOf(world, (await askAs(world, 'Maria', topics.heating.id)).id), ['Who answered last:', 'Nadia Farouk was passed over: as many tickets as allowed, 2 of 2 open.', 'By hand:', 'Tickets are given out by hand here.'])
})

inWorld('whoever looks after the requester’s company comes first', async (t, world) => {
  const { platform, ana, ben, departments } = world
  const company = await saveCompany(world.as(ana), null, { name: 'Mills', domains: [], note: '', accountManagerId: ben.id, colleaguesSee: false }, 0)
  await askAs(world, 'Maria')
  await addMember(world.as(ana), { companyId: company.id, email: 'maria@riverside.example' })
  await set(world, Department, departments.it.id, { prefersAccountManager: true, prefersLastAgent: true })

  for (let round = 0; round < 3; round += 1) {
    const ticket = await askAs(world, 'Maria')
    t.match(ticket, { assigneeId: ben.id, companyId: company.id })
    t.equal((await whyOf(world, ticket.id))[0], 'Who looks after the company:')
  }
  t.same((await whyOf(world, (await askAs(world, 'Jo')).id)).slice(0, 4), ['Who looks after the company:', 'Nobody looks after the requester’s company.', 'Who answered last:', 'Nobody has answered this requester here yet.'])
  t.match((await previewChoice(platform, platform.db.read, { departmentId: departments.it.id, teamId: null, companyId: company.id })).decision, { winner: { agentId: ben.id }, chosenBy: 'account_manager' })
})

inWorld('when nobody is free, each step is tried in order and each is explained', async (t, world) => {
  const { platform, ana, ben, nadia, topics, departments } = world
  await addNadia(world)
  const team = await platform.db.read.findOneByOrFail(Team, { name: 'Printing' })
  await set(world, Agent, ana.id, { takesTickets: false })
  await set(world, Agent, ben.id, { capacity: 1 })
  await set(world, Department, departments.it.id, { fallback: [{ kind: 'agent', agentId: ana.id }, { kind: 'team', teamId: team.id }, { kind: 'team', teamId: 999 }, { kind: 'manager' }, { kind: 'everybody' }, { kind: 'pool' }] })
  t.equal((await askAs(world, 'Maria', topics.printing.id)).assigneeId, ben.id)

  const ticket = await askAs(world, 'Maria', topics.printing.id)
  t.match(ticket, { assigneeId: nadia.id, teamId: team.id, departmentId: departments.it.id, state: 'open' })
  t.same((await whyOf(world, ticket.id)).filter(line => line.endsWith(':') || line.startsWith('Nadia') || line.startsWith('That')), [
    'By turns:', 'Nobody was free, so one agent:', 'Nobody was free, so team Printing:', 'Nobody was free, so team :', 'That team is no longer there.',
    'Nobody was free, so the department’s manager:', 'Nobody was free, so everybody in the department:', 'Nadia Farouk was next: at work, 0 of 15 open.'
  ])

  await set(world, Agent, nadia.id, { takesTickets: false })
  const left = await askAs(world, 'Maria', topics.printing.id)
  t.match(left, { assigneeId: null, state: 'new' })
  t.same((await whyOf(world, left.id)).slice(-2), ['Nobody was free:', 'It waits among the unassigned ones until somebody takes it.'])
})

inWorld('a preview says what would happen, and takes no turn', async (t, world) => {
  const { platform, departments } = world
  const preview = async () => (await previewChoice(platform, platform.db.read, { departmentId: departments.it.id, teamId: null })).decision
  for (let round = 0; round < 4; round += 1) {
    const before = await preview()
    t.same(await preview(), before)
    t.equal((await askAs(world, 'Maria')).assigneeId, before.winner?.agentId)
  }
  t.same((await preview()).steps.map(({ kind, reasons }) => [kind, reasons.length]), [['strategy', 2]])
})
