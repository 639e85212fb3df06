import { Agent } from '../../src/accounts/agent.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { Topic } from '../../src/topics/topic.entity.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { lastChange } from '../support/history.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld, type World } from '../support/world.js'
import { askAs, set, skill } from './support.js'

async function openDoors (t: { teardown: (down: () => Promise<void>) => void }, { platform, ana }: World) {
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: ana.id })
  return {
    get: async (url: string) => app.inject({ url, headers: { cookie } }),
    post: async (url: string, payload: string) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload })
  }
}

inWorld('an admin says who is asked before and after, sees at once who would get a ticket, and cannot name who is not there', async (t, world) => {
  const { platform, ana, ben, nadia, departments: { it } } = world
  const { get, post } = await openDoors(t, world)
  const path = `/admin/routing/departments/${it.id}`
  const empty = (await get(path)).body
  t.match(empty, 'Ana Ribeiro would get it')
  t.match(empty, 'By turns, as the department says')
  const form = formWith(empty, 'fallback1')

  for (const [values, words] of [
    [{ fallback1: 'agent:999' }, /does not answer tickets of this department/],
    [{ fallback1: `agent:${nadia.id}` }, /does not answer tickets of this department/],
    [{ fallback1: 'team:999' }, /Nobody in this team answers/],
    [{ fallback1: 'everybody', fallback2: 'everybody' }, /was asked in a step before/],
    [{ fallback1: 'manager', fallback2: `agent:${ana.id}` }, /was asked in a step before/],
    [{ fallback1: 'pool', fallback2: 'everybody' }, /Nothing comes after/],
    [{ fallback1: 'department:1' }, /There is a problem/]
  ] as const) {
    const refused = await post(form.action, bodyOf(form, values))
    t.equal(refused.statusCode, 422)
    t.match(refused.body, words)
    t.match(refused.body, 'href="#fallback')
  }
  await set(world, Department, it.id, { managerId: null })
  t.match((await post(form.action, bodyOf(form, { fallback1: 'manager' }))).body, /has no manager who answers/)

  t.equal((await post(form.action, bodyOf(form, { prefersLastAgent: 'yes', fallback2: `agent:${ben.id}`, fallback4: 'pool' }))).statusCode, 303)
  t.match(await platform.db.read.findOneBy(Department, { id: it.id }), { prefersLastAgent: true, prefersAccountManager: false, fallback: [{ kind: 'agent', agentId: ben.id }, { kind: 'pool' }], version: 2 })
  t.same((await lastChange(world, 'department'))?.difference, { prefersLastAgent: { before: false, after: true }, fallback: { before: [], after: ['Ben Ortiz', 'pool'] } })
  t.equal((await post(form.action, bodyOf(form, {}))).statusCode, 409, 'who comes second is told')

  await set(world, Agent, ben.id, { isActive: false })
  const gone = formWith((await get(path)).body, 'fallback1')
  t.match((await post(gone.action, bodyOf(gone, {}))).body, /has left/, 'and whoever has left meanwhile is not kept in silence')
  t.match((await get('/admin/routing')).body, 'Ben Ortiz, Leave it to whoever takes it')
})

inWorld('a topic has a way of its own, asks for skills, and says whose word counts', async (t, world) => {
  const { platform, ana, ben, topics: { printing } } = world
  const { get, post } = await openDoors(t, world)
  const path = `/admin/routing/topics/${printing.id}`
  t.match((await get(path)).body, 'There is no skill yet')
  const french = await skill(world, 'French', [ben])
  const form = formWith((await get(path)).body, 'strategy')
  t.equal((await post(form.action, bodyOf(form, { strategy: 'dice' }))).statusCode, 422)
  t.equal((await post(form.action, bodyOf(form, { skillIds: '999' }))).statusCode, 422)

  t.equal((await post(form.action, bodyOf(form, { strategy: 'least_open', lastAgentChoice: 'yes', skillIds: String(french.id) }))).statusCode, 303)
  t.match(await platform.db.read.findOneBy(Topic, { id: printing.id }), { strategy: 'least_open', lastAgentChoice: 'yes', skillIds: [french.id] })
  t.same((await lastChange(world, 'topic'))?.difference, { strategy: { before: null, after: 'least_open' }, lastAgentChoice: { before: null, after: 'yes' }, skills: { before: [], after: ['French'] } })

  const page = (await get(path)).body
  for (const words of ['Ben Ortiz would get it', 'To whom has the fewest open, as the topic says', 'Ana Ribeiro was passed over: does not know French.', 'That depends on who asks.']) t.match(page, words)
  const asked = (await get(`/admin/routing?place=topic:${printing.id}&requester=maria%40riverside.example`)).body
  t.match(asked, 'Nobody with the address maria@riverside.example')
  t.match(asked, 'Ben Ortiz would get it')
  await askAs(world, 'Maria', printing.id)
  t.notMatch((await get(`/admin/routing?place=topic:${printing.id}&requester=maria%40riverside.example`)).body, 'Nobody with the address')
  t.match((await get('/admin/skills')).body, printing.name)
  t.match((await get(`/admin/agents/${ana.id}`)).body, 'French')
})

inWorld('the forms of departments, teams and topics lead there', async (t, world) => {
  const { departments: { it }, topics: { accounts } } = world
  const { get } = await openDoors(t, world)
  for (const [from, to] of [[`/admin/departments/${it.id}`, `/admin/routing/departments/${it.id}`], [`/admin/topics/${accounts.id}`, `/admin/routing/topics/${accounts.id}`], ['/admin/teams/1', '/admin/routing?team=1']] as const) {
    t.match((await get(from)).body, `href="${to}"`)
    t.match((await get(to)).body, 'Who would get a ticket now')
  }
  for (const path of ['/admin/routing/departments/999', '/admin/routing/topics/999']) t.equal((await get(path)).statusCode, 404)
})
