import { saveDepartment } from '../../src/departments/commands/save-department.js'
import { moveTopic, switchTopic } from '../../src/topics/commands/arrange-topics.js'
import { saveTopic, type TopicForm } from '../../src/topics/commands/save-topic.js'
import { listPublicTopics } from '../../src/topics/public-topic.queries.js'
import { findTopic, listTopics } from '../../src/topics/topic.queries.js'
import { lastChange } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const wifi = ({ departments }: World): TopicForm => ({ name: 'Wireless', description: 'Getting on, staying on', icon: 'wifi', departmentId: departments.it.id, teamId: null, priority: 2, closurePolicy: null, isPublic: true })
const order = async ({ platform }: World) => (await listTopics(platform.db.read)).map(({ name }) => name)

inWorld('a topic is added at the end and changed', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await saveTopic(ctx, null, wifi(world), 0)
  t.match((await listTopics(world.platform.db.read)).at(-1), { name: 'Wireless', departmentName: 'IT Service Desk', teamName: null, isPublic: true, isActive: true, questions: 0 })

  await saveTopic(ctx, id, { ...wifi(world), departmentId: world.departments.facilities.id, closurePolicy: 'agent_closes', isPublic: false }, 1)
  t.same((await lastChange(world, 'topic'))?.difference, { department: { before: 'IT Service Desk', after: 'Facilities' }, closurePolicy: { before: null, after: 'agent_closes' }, isPublic: { before: true, after: false } })
  t.notOk((await listPublicTopics(world.platform.db.read)).some(topic => topic.id === id))
})

inWorld('topics stand in the order in which they were put', async (t, world) => {
  const ctx = world.as(world.ana)
  const { printing, accounts, teaching, heating } = world.topics
  t.same(await order(world), [printing, accounts, teaching, heating].map(({ name }) => name))
  await moveTopic(ctx, { id: heating.id, direction: 'up' })
  t.same(await order(world), [printing, accounts, heating, teaching].map(({ name }) => name))
  await Promise.all([moveTopic(ctx, { id: heating.id, direction: 'up' }), moveTopic(ctx, { id: printing.id, direction: 'down' })])
  t.same((await order(world)).at(-1), teaching.name)
  t.equal(new Set((await listPublicTopics(world.platform.db.read)).map(({ position }) => position)).size, 4, 'no two in one place')
})

inWorld('a topic is offered no more, and again', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = world.topics.accounts
  await switchTopic(ctx, { id, version: 1, isActive: false })
  t.equal((await order(world)).at(-1), 'Accounts and passwords')
  t.same(await refused(async () => world.ask()), ['topic tickets.topic.unknown'])

  await saveTopic(ctx, null, { ...wifi(world), name: 'accounts and PASSWORDS' }, 0)
  t.same(await refused(async () => switchTopic(ctx, { id, version: 2, isActive: true })), ['topics.name_taken'])
  await saveTopic(ctx, id, { ...wifi(world), name: 'Signing in' }, 2)
  await switchTopic(ctx, { id, version: 3, isActive: true })
  t.match(await findTopic(world.platform.db.read, id), { isActive: true, version: 4 })
})

inWorld('what does not hold is told field by field', async (t, world) => {
  const ctx = world.as(world.ana)
  t.same(await refused(async () => saveTopic(ctx, null, { ...wifi(world), name: '', icon: 'cat', departmentId: 99, teamId: 99, priority: 5 as 4, closurePolicy: 'nobody' as 'agent_closes' }, 0)), [
    'name refusal.name_missing', 'icon refusal.not_a_choice', 'priority refusal.not_a_choice', 'closurePolicy refusal.not_a_choice', 'departmentId refusal.not_a_choice', 'teamId refusal.not_a_choice'
  ])
  t.same(await refused(async () => saveTopic(ctx, null, { ...wifi(world), name: 'lecture HALLS' }, 0)), ['name refusal.name_taken'])
  t.same(await refused(async () => saveTopic(ctx, world.topics.heating.id, wifi(world), 3)), ['refusal.stale'])
  t.same(await refused(async () => saveTopic(ctx, 999, wifi(world), 1)), ['refusal.not_found'])
})

inWorld('a topic keeps a department that went out of use, but is not led there anew', async (t, world) => {
  const ctx = world.as(world.ana)
  const closed = await saveDepartment(ctx, null, { ...world.departments.it, name: 'Closed', mailAddress: '', mailName: '' }, 0)
  await world.platform.db.transaction(async manager => manager.query('UPDATE departments SET is_active = 0 WHERE id = ?', [closed.id]))
  t.same(await refused(async () => saveTopic(ctx, null, { ...wifi(world), departmentId: closed.id }, 0)), ['departmentId refusal.not_a_choice'])
  await world.platform.db.transaction(async manager => manager.query('UPDATE topics SET department_id = ? WHERE id = ?', [closed.id, world.topics.teaching.id]))
  t.same(await refused(async () => saveTopic(ctx, world.topics.teaching.id, { ...wifi(world), departmentId: closed.id }, 1)), [])
})
