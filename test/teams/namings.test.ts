import { editAgent } from '../../src/accounts/commands/save-agent.js'
import { findAgent } from '../../src/accounts/agent.queries.js'
import { listNamingsOfAgent } from '../../src/accounts/namings.queries.js'
import { Department } from '../../src/departments/department.entity.js'
import { addMacro } from '../../src/rules/commands/save-macro.js'
import type { Refusal } from '../../src/platform/errors.js'
import { saveDepartmentRouting } from '../../src/routing/commands/save-department-routing.js'
import { SlaPolicy } from '../../src/sla/sla-policy.entity.js'
import { archiveTeam } from '../../src/teams/commands/archive-team.js'
import { saveTeam } from '../../src/teams/commands/save-team.js'
import { clearRules, withRule } from '../rules/support.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const routeOf = async ({ as, ana, platform, departments: { it } }: World, fallback: string[]) => {
  const { version } = await platform.db.read.findOneByOrFail(Department, { id: it.id })
  await saveDepartmentRouting(as(ana), it.id, { prefersAccountManager: false, prefersLastAgent: false, fallback }, version)
}

inWorld('a team that a rule, a macro or a department’s way still names is not put out of use, and the words say where', async (t, world) => {
  const { as, ana, ben } = world
  const { id } = await saveTeam(as(ana), null, { name: 'Keys', description: '', leadId: null, strategy: 'manual', memberIds: [ben.id] }, 0)
  const archive = async () => refused(async () => archiveTeam(as(ana), { id, version: 1 }))
  await routeOf(world, [`team:${id}`])
  t.same(await archive(), ['teams.in_use.named'])
  await routeOf(world, [])
  await withRule(world, { name: 'Doors', actions: [{ kind: 'set_team', teamId: id }] })
  const refusal = await archiveTeam(as(ana), { id, version: 1 }).then(() => null, (error: unknown) => error as Refusal)
  t.same([refusal?.key, refusal?.values], ['teams.in_use.named', { names: '“Doors”' }])
  await clearRules(world)
  await addMacro(as(ana), { name: 'Ask for keys', departmentId: null, actions: [{ kind: 'refer_to_team', teamId: id, reason: 'Look' }], isActive: false })
  t.same(await archive(), [], 'what is out of use itself holds nobody')
})

inWorld('the page of an agent who is switched off says where he is still named', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const { as, ana, ben, platform } = world
  const page = async () => (await app.inject({ url: `/admin/agents/${ben.id}`, headers: { cookie: await cookieFor(platform, { agentId: ana.id }) } })).body
  await routeOf(world, [`agent:${ben.id}`])
  await withRule(world, { name: 'Leavers', actions: [{ kind: 'set_agent', agentId: ben.id }] })
  await withRule(world, { name: 'Others', actions: [{ kind: 'set_agent', agentId: ana.id }] })
  await addMacro(as(ana), { name: 'Ask Ben', departmentId: null, actions: [{ kind: 'refer_to_agent', agentId: ben.id, reason: 'Look' }], isActive: true })
  await platform.db.transaction(async manager => {
    await manager.update(SlaPolicy, { name: 'Standard' }, { steps: [{ key: 'a', target: 'any', when: { from: 'share', percent: 50 }, act: { kind: 'give', to: ben.id } }] })
    await manager.query('UPDATE teams SET lead_id = ? WHERE id = 1', [ben.id])
  })
  t.notMatch(await page(), 'Still named', 'an agent in use is rightly named')

  const { agent, memberships, teamIds, skillIds } = await findAgent(platform.db.read, ben.id)
  await editAgent(as(ana), { ...agent, memberships, teamIds, skillIds, isActive: false })
  t.same((await listNamingsOfAgent(platform.db.read, ben.id)).map(({ kind, name }) => `${kind} ${name}`), ['team Printing', 'route IT Service Desk', 'policy Standard', 'rule Leavers', 'macro Ask Ben'])
  const body = await page()
  for (const words of ['Still named', 'Leads the team Printing', 'Who gets a ticket: IT Service Desk', 'Steps of the service level Standard', 'Rule “Leavers”', 'Macro “Ask Ben”']) t.match(body, words)
  t.notMatch(body, 'Rule “Others”')
  for (const { path } of await listNamingsOfAgent(platform.db.read, ben.id)) t.equal((await app.inject({ url: path, headers: { cookie: await cookieFor(platform, { agentId: ana.id }) } })).statusCode, 200, path)
})
