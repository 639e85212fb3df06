import { loadAgentActor } from '../../src/accounts/actor.queries.js'
import { Agent } from '../../src/accounts/agent.entity.js'
import { listAgentChoices } from '../../src/accounts/agent-choices.queries.js'
import { archiveTeam, restoreTeam } from '../../src/teams/commands/archive-team.js'
import { saveTeam, type TeamForm } from '../../src/teams/commands/save-team.js'
import { Team } from '../../src/teams/team.entity.js'
import { findTeam, listTeams } from '../../src/teams/team.queries.js'
import { switchTopic } from '../../src/topics/commands/arrange-topics.js'
import { lastChange } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const network: TeamForm = { name: 'Network', description: '', leadId: null, strategy: 'least_open', memberIds: [] }
const printing = async ({ platform }: World) => platform.db.read.findOneByOrFail(Team, { name: 'Printing' })

inWorld('a team is added and changed, with who belongs to it', async (t, world) => {
  const { ana, ben, nadia, platform } = world
  const team = await saveTeam(world.as(ana), null, { ...network, leadId: ben.id, memberIds: [nadia.id, ben.id, ben.id] }, 0)
  t.match(await findTeam(platform.db.read, team.id), { team: { name: 'Network', strategy: 'least_open', leadId: ben.id }, memberIds: [ben.id, nadia.id] })
  t.same((await loadAgentActor(platform.db.read, nadia.id))?.teamIds, [team.id])

  await saveTeam(world.as(ana), team.id, { ...network, memberIds: [ana.id, ben.id] }, 1)
  t.same((await lastChange(world, 'team'))?.difference, { lead: { before: 'Ben Ortiz', after: null }, members: { before: ['Ben Ortiz', 'Nadia Farouk'], after: ['Ana Ribeiro', 'Ben Ortiz'] } })
  t.match(await listTeams(platform.db.read), [{ name: 'Network', leadName: null, members: ['Ana Ribeiro', 'Ben Ortiz'], openTickets: 0 }, { name: 'Printing', leadName: 'Ana Ribeiro' }])
})

inWorld('whoever is switched off is in no form and stays in the team', async (t, world) => {
  const { ana, ben, platform } = world
  const { id } = await printing(world)
  await platform.db.transaction(async manager => manager.update(Agent, { id: ben.id }, { isActive: false }))

  t.same((await listAgentChoices(platform.db.read)).map(({ name }) => name), ['Ana Ribeiro', 'Nadia Farouk'])
  t.same((await findTeam(platform.db.read, id)).memberIds, [ana.id])
  await saveTeam(world.as(ana), id, { ...network, name: 'Printing', memberIds: [] }, 1)
  await platform.db.transaction(async manager => manager.update(Agent, { id: ben.id }, { isActive: true }))
  t.same((await findTeam(platform.db.read, id)).memberIds, [ben.id])
})

inWorld('what does not hold is told field by field, and who comes second is told', async (t, world) => {
  const ctx = world.as(world.ana)
  t.same(await refused(async () => saveTeam(ctx, null, { ...network, name: '', leadId: 99, strategy: 'dice' as 'manual', memberIds: [world.ben.id, 99] }, 0)), [
    'name refusal.name_missing', 'strategy refusal.not_a_choice', 'leadId refusal.not_a_choice', 'memberIds refusal.not_a_choice'
  ])
  t.same(await refused(async () => saveTeam(ctx, null, { ...network, name: 'Printing' }, 0)), ['name refusal.name_taken'])
  t.same(await refused(async () => saveTeam(ctx, (await printing(world)).id, network, 4)), ['refusal.stale'])
  t.same(await refused(async () => saveTeam(ctx, 999, network, 1)), ['refusal.not_found'])
})

inWorld('a team in use is not taken out of use', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await printing(world)
  const archive = async () => refused(async () => archiveTeam(ctx, { id, version: 1 }))
  await world.ask({ topicId: world.topics.printing.id })

  t.same(await archive(), ['teams.in_use.topics'])
  await switchTopic(ctx, { id: world.topics.printing.id, version: 1, isActive: false })
  t.same(await archive(), ['teams.in_use.tickets'])
  await world.platform.db.transaction(async manager => manager.query("UPDATE tickets SET state = 'closed'"))
  t.same(await archive(), [])
  t.match(await lastChange(world, 'team'), { action: 'team.archived', subjectName: 'Printing' })
  t.match(await listTeams(world.platform.db.read), [{ name: 'Printing', isActive: false }])
  await restoreTeam(ctx, { id, version: 2 })
  t.match(await printing(world), { isActive: true, version: 3 })
})
