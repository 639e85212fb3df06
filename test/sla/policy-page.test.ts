import { switchPolicy } from '../../src/sla/commands/arrange-policies.js'
import { SlaPolicy } from '../../src/sla/sla-policy.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld, type World } from '../support/world.js'

async function openPages (world: World, t: { teardown: (work: () => unknown) => void }) {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(world.platform, { agentId: world.ana.id })
  return {
    get: async (url: string) => app.inject({ url, headers: { cookie } }),
    post: async (url: string, payload: string) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload })
  }
}

inWorld('steps are added and removed by buttons without script, and everything typed comes back', async (t, world) => {
  const { get, post } = await openPages(world, t)
  const form = formWith((await get('/admin/sla/1')).body, 'stepCount')
  t.match(Object.fromEntries(form.fields), { stepCount: '1', 'steps.0.kind': 'notify', 'steps.0.amount': '75 %', 'steps.0.value': 'holder' })

  const added = await post(form.action, bodyOf(form, { name: 'Half typed', 'targets.2.resolution': '2 days and', act: 'add-step', newStep: 'move' }))
  t.equal(added.statusCode, 200)
  const withTwo = formWith(added.body, 'stepCount')
  t.match(Object.fromEntries(withTwo.fields), { name: 'Half typed', 'targets.2.resolution': '2 days and', stepCount: '2', 'steps.0.amount': '75 %', 'steps.1.kind': 'move', 'steps.1.value': '0' })

  const refused = await post(form.action, bodyOf(withTwo, { 'targets.2.resolution': '2 days', 'steps.1.amount': 'soon', 'steps.1.when': 'after_due' }))
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'href="#steps.1.amount"')
  t.match(refused.body, 'Choose a department that is in use')
  t.match(Object.fromEntries(formWith(refused.body, 'stepCount').fields), { 'steps.1.amount': 'soon', 'steps.1.when': 'after_due' })

  const removed = formWith((await post(form.action, bodyOf(withTwo, { act: 'remove-step:0' }))).body, 'stepCount')
  t.match(Object.fromEntries(removed.fields), { stepCount: '1', 'steps.0.kind': 'move' })
  t.equal((await world.platform.db.read.findOneByOrFail(SlaPolicy, { id: 1 })).steps.length, 1, 'nothing was saved by any of them')

  const saved = await post(form.action, bodyOf(withTwo, { name: 'Usual', 'targets.2.resolution': '2 days', 'steps.1.value': String(world.departments.facilities.id), 'steps.1.when': 'after_due', 'steps.1.amount': '1.5 h' }))
  t.equal(saved.statusCode, 303)
  t.match((await world.platform.db.read.findOneByOrFail(SlaPolicy, { id: 1 })).steps, [
    { key: 'warn', when: { from: 'share', percent: 75 } }, { key: /^[\w-]{8}$/, when: { from: 'after_due', minutes: 90 }, act: { kind: 'move', departmentId: world.departments.facilities.id } }
  ])
})

inWorld('the preview says in words what would be done, and when', async (t, world) => {
  const { get, post } = await openPages(world, t)
  const form = formWith((await get('/admin/sla/1')).body, 'stepCount')
  const values = { 'steps.0.target': 'first_response', 'steps.0.value': String(world.ben.id), cameAt: '2026-11-27T09:00', previewPriority: '2' }
  const { body } = await post('/admin/sla/1/previews', bodyOf(form, values))
  t.match(body, new RegExp(`<b>Fri 27 Nov, 12:00</b>: ${world.ben.name} is warned <span class="faint">\\(75 % of “First answer” used\\)`))
})

inWorld('a service level that no ticket can come under says so when it is saved and in the list', async (t, world) => {
  const { get, post } = await openPages(world, t)
  const empty = formWith((await get('/admin/sla/new')).body, 'name')
  t.equal((await post(empty.action, bodyOf(empty, { name: 'Night', priorities: '4' }))).statusCode, 303)
  const list = (await get('/admin/sla')).body
  t.match(list, 'Applies to no ticket: every ticket that it is for comes under “Standard” first')
  t.match(list, 'priority Urgent')

  await post('/admin/sla/2/moves', 'direction=up')
  t.notMatch((await get('/admin/sla')).body, 'Applies to no ticket')
  const { version } = await world.platform.db.read.findOneByOrFail(SlaPolicy, { id: 1 })
  await switchPolicy(world.as(world.ana), { id: 1, version, isActive: false })
  await world.platform.db.transaction(async manager => manager.update(Department, { id: world.departments.facilities.id }, { isActive: false }))
  const old = await post(empty.action, bodyOf(empty, { name: 'Old rooms', departmentIds: String(world.departments.facilities.id) }))
  t.equal(old.statusCode, 422)
  t.match(old.body, 'none of its departments is in use')
})
