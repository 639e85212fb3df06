import { movePolicy, switchPolicy } from '../../src/sla/commands/arrange-policies.js'
import { savePolicy, type PolicyForm } from '../../src/sla/commands/save-policy.js'
import { countTicketsUnder, listPolicies } from '../../src/sla/policy-list.queries.js'
import { findPolicy, findServiceLevel } from '../../src/sla/sla.queries.js'
import { standardStep, type Step } from '../../src/sla/step.js'
import type { TargetMinutes } from '../../src/sla/target-kind.js'
import { lastChange, payloadsOf } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const each = (first_response: number | null, next_response: number | null, resolution: number | null): TargetMinutes => {
  const targets = { first_response, next_response, resolution }
  return { 1: targets, 2: targets, 3: targets, 4: targets }
}
const atShare = (percent: number): Step => ({ ...standardStep, when: { from: 'share', percent } })
const halfUsed = atShare(50)
const teaching: PolicyForm = { name: 'Teaching', departmentIds: [], topicIds: [], companyIds: [], priorities: [], scheduleId: null, aroundTheClock: false, targets: each(60, null, 480), pausesOnHold: false, steps: [halfUsed] }

const names = async ({ platform }: World) => (await listPolicies(platform.db.read)).map(({ policy }) => `${policy.position} ${policy.name}`)

inWorld('a service level is added at the end, and is for what it names', async (t, world) => {
  const { departments: { it }, topics, platform } = world
  const { id } = await savePolicy(world.as(world.ana), null, { ...teaching, departmentIds: [it.id, it.id], topicIds: [topics.teaching.id] }, 0)
  t.match(await findPolicy(platform.db.read, id), { departmentIds: [it.id], topicIds: [topics.teaching.id], position: 2, isActive: true, pausesOnHold: false, steps: [halfUsed] })
  t.match(await listPolicies(platform.db.read), [{ policy: { name: 'Standard' }, departments: [] }, { departments: ['IT Service Desk'], topics: ['Lecture halls'], scheduleName: null }])
  t.match(await lastChange(world, 'sla_policy'), { action: 'sla_policy.created', subjectName: 'Teaching', difference: { departments: { after: ['IT Service Desk'] }, 'targets.4': { after: [60, null, 480] } } })
})

inWorld('the order decides, and only what is in use applies', async (t, world) => {
  const ctx = world.as(world.ana)
  const { platform } = world
  const asked = { departmentId: world.departments.it.id, topicId: world.topics.teaching.id, companyId: null, priority: 2 as const }
  const { id } = await savePolicy(ctx, null, teaching, 0)
  t.match(await findServiceLevel(platform.db.read, asked), { minutes: { first_response: 240 } })

  await movePolicy(ctx, { id, direction: 'up' })
  t.same(await names(world), ['1 Teaching', '2 Standard'])
  t.match(await findServiceLevel(platform.db.read, asked), { policyId: id })
  t.match(await lastChange(world, 'sla_policy'), { action: 'sla_policy.moved', difference: { position: { before: 2, after: 1 } } })
  await movePolicy(ctx, { id, direction: 'up' })
  t.same(await names(world), ['1 Teaching', '2 Standard'], 'the first stays the first')
  t.same(await refused(async () => movePolicy(ctx, { id: 999, direction: 'up' })), ['refusal.not_found'])

  await switchPolicy(ctx, { id, version: 1, isActive: false })
  t.match(await findServiceLevel(platform.db.read, asked), { minutes: { first_response: 240 } })
  t.same(await refused(async () => switchPolicy(ctx, { id, version: 1, isActive: true })), ['refusal.stale'])
  await switchPolicy(ctx, { id, version: 2, isActive: true })
  t.match(await findServiceLevel(platform.db.read, asked), { policyId: id })
})

inWorld('clocks are reckoned anew when what is promised changes, and only then', async (t, world) => {
  const ctx = world.as(world.ana)
  const [standard] = await listPolicies(world.platform.db.read)
  const policy = standard?.policy
  if (policy === undefined) throw new Error('Expected a service level')
  await world.ask()
  t.equal(await countTicketsUnder(world.platform.db.read, policy.id), 1)

  await savePolicy(ctx, policy.id, { ...policy, name: 'Usual', departmentIds: [world.departments.it.id] }, 1)
  t.same(await payloadsOf(world, 'recompute-clocks'), [], 'a ticket keeps its promise')
  await savePolicy(ctx, policy.id, { ...policy, steps: [atShare(80)] }, 2)
  await savePolicy(ctx, policy.id, { ...policy, steps: [atShare(80)], targets: { ...policy.targets, 4: { ...policy.targets[4], resolution: null } } }, 3)
  t.same(await payloadsOf(world, 'recompute-clocks'), Array.from({ length: 2 }, () => ({ policyId: policy.id, changedAt: world.platform.clock.now().getTime() })))
})

inWorld('what does not hold is told field by field', async (t, world) => {
  const ctx = world.as(world.ana)
  const save = async (form: Partial<PolicyForm>) => refused(async () => savePolicy(ctx, null, { ...teaching, ...form }, 0))
  t.same(await save({ name: '', departmentIds: [99], topicIds: [99], scheduleId: 99, steps: [atShare(0)] }), [
    'name refusal.name_missing', 'steps.0.amount sla.bad.percent', 'departmentIds refusal.not_a_choice', 'topicIds refusal.not_a_choice', 'scheduleId refusal.not_a_choice'
  ])
  t.same(await save({ targets: { ...each(60, 60, 480), 4: { first_response: Number.NaN, next_response: 0, resolution: 1_000_000 }, 3: { first_response: 500, next_response: null, resolution: 480 } } }), [
    'targets.3.resolution sla.bad.solved_first', 'targets.4.first_response sla.bad.target', 'targets.4.next_response sla.bad.target', 'targets.4.resolution sla.bad.target'
  ])
  t.same(await save({ name: 'Standard' }), ['name refusal.name_taken'])
  t.same(await save({ aroundTheClock: true, scheduleId: 99 }), [], 'around the clock no schedule counts')
})
