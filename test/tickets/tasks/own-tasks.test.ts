import { Agent } from '../../../src/accounts/agent.entity.js'
import { Membership } from '../../../src/accounts/membership.entity.js'
import { loadAgentActor } from '../../../src/accounts/actor.queries.js'
import { Mail } from '../../../src/notifications/mail.entity.js'
import { moveTicket } from '../../../src/tickets/commands/move-ticket.js'
import { addTasks } from '../../../src/tickets/tasks/commands/add-tasks.js'
import { editTask } from '../../../src/tickets/tasks/commands/edit-task.js'
import { removeTask } from '../../../src/tickets/tasks/commands/remove-task.js'
import { tickTask } from '../../../src/tickets/tasks/commands/tick-task.js'
import { countOwnTasks, listOwnTasks } from '../../../src/tickets/tasks/own-tasks.queries.js'
import { readTaskCursor } from '../../../src/tickets/tasks/task-cursor.js'
import { createWorker } from '../../../src/worker.js'
import { cookieFor, form, openTestApp, ownForm } from '../../support/app.js'
import { inWorld, type World } from '../../support/world.js'

const given = async ({ platform }: World) => {
  for (let round = 0; round < 3; round += 1) await createWorker(platform).runDue()
  return (await platform.db.read.find(Mail)).filter(({ template }) => template === 'task_given')
}

inWorld('whoever is given tasks by somebody else is told in one mail, and not of what was done or taken away before', async (t, world) => {
  const { as, ana, ben, platform } = world
  const { id: ticketId } = await world.ask()
  await addTasks(as(ana), { ticketId, tasks: [{ text: 'Order a new drum', assigneeId: ben.id, dueOn: '2026-12-24' }, { text: 'Fit it', assigneeId: ben.id }, { text: 'Tell Maria', assigneeId: ana.id }, { text: 'Sweep' }] })
  const [first, ...others] = await given(world)
  t.match(first, { toName: 'Ben Ortiz', ticketId, subject: /^A task for you: I cannot sign in/ })
  t.match(first!.text, /Ana Ribeiro gives you something to do[^]*Order a new drum, by 24 December[^]*Fit it/)
  t.notMatch(first!.text, 'Tell Maria')
  t.same(others, [], 'nobody else, and not she who gave them')

  const [done, gone, kept] = await addTasks(as(ana), { ticketId, tasks: ['Done at once', 'Taken away', 'Kept'].map(text => ({ text, assigneeId: ben.id })) })
  await tickTask(as(ana), { ticketId, taskId: done!.id, isDone: true })
  await removeTask(as(ana), { ticketId, taskId: gone!.id })
  await editTask(as(ben), { ticketId, taskId: kept!.id, version: null, assigneeId: ana.id })
  t.same((await given(world)).slice(1).map(({ toName, text }) => [toName, /Kept/.test(text)]), [['Ana Ribeiro', true]], 'given on it is told to her')

  await editTask(as(ana), { ticketId, taskId: kept!.id, version: null, assigneeId: ben.id })
  await editTask(as(ana), { ticketId, taskId: kept!.id, version: null, text: 'Kept on' })
  t.equal((await given(world)).length, 3, 'once, and not again for other words')

  await platform.db.transaction(async manager => manager.update(Agent, { id: ben.id }, { notifications: { task_given: false } }))
  await addTasks(as(ana), { ticketId, tasks: [{ text: 'In silence', assigneeId: ben.id }] })
  t.equal((await given(world)).length, 3, 'nor who does not want it')
})

inWorld('an agent’s tasks stand in one list across tickets, what is due first, as long as they are to be done and can be seen', async (t, world) => {
  const { as, ana, nadia, platform: { db }, departments: { it } } = world
  await db.transaction(async manager => manager.insert(Membership, { agentId: nadia.id, departmentId: it.id, roleId: 2 }))
  const hers = async () => (await loadAgentActor(db.read, nadia.id))!
  const [one, other, binned] = [await world.ask(), await world.ask({ topicId: world.topics.heating.id }), await world.ask()]
  await addTasks(as(ana), { ticketId: one.id, tasks: [{ text: 'without a day', assigneeId: nadia.id }, { text: 'second', assigneeId: nadia.id, dueOn: '2026-12-24' }, { text: 'Ana’s', assigneeId: ana.id }] })
  const [first, done] = await addTasks(as(ana), { ticketId: other.id, tasks: [{ text: 'first', assigneeId: nadia.id, dueOn: '2026-12-01' }, { text: 'done', assigneeId: nadia.id }] })
  await addTasks(as(ana), { ticketId: binned.id, tasks: [{ text: 'binned', assigneeId: nadia.id }] })
  await tickTask(as(ana), { ticketId: other.id, taskId: done!.id, isDone: true })
  await moveTicket(as(ana), { ticketId: binned.id, move: 'trash' })

  const texts = async () => (await listOwnTasks(db.read, await hers(), null)).map(({ text }) => text)
  t.same(await texts(), ['first', 'second', 'without a day'])
  t.equal(await countOwnTasks(db.read, await hers(), 1000), 3)
  t.equal(await countOwnTasks(db.read, await hers(), 2), 2, 'counted to a cap')
  await tickTask(as(nadia), { ticketId: other.id, taskId: first!.id, isDone: true })
  t.same(await texts(), ['second', 'without a day'])
  await db.transaction(async manager => manager.delete(Membership, { agentId: nadia.id, departmentId: it.id }))
  t.same(await texts(), [], 'what is in a department that she left she sees no more')
  t.equal(await countOwnTasks(db.read, await hers(), 1000), 0)
})

inWorld('a page goes on behind its last task, each task once, and each is found by index', async (t, world) => {
  const { as, ana, ben, platform: { db } } = world
  const { id: ticketId } = await world.ask()
  const days = ['2026-12-24', null, '2026-12-24', '2026-12-01']
  await addTasks(as(ana), { ticketId, tasks: Array.from({ length: 60 }, (_, place) => ({ text: `task ${place}`, assigneeId: ben.id, dueOn: days[place % 4]! })) })
  const seen: Array<{ id: number, dueOn: string | null }> = []
  for (let after: ReturnType<typeof readTaskCursor> = null; ;) {
    const page = (await listOwnTasks(db.read, ben, after)).slice(0, 25)
    seen.push(...page)
    if (page.length < 25) break
    after = readTaskCursor(`${page[24]!.dueOn ?? '9999-12-31'}.${page[24]!.id}`)
  }
  t.equal(new Set(seen.map(({ id }) => id)).size, 60)
  t.equal(seen.length, 60)
  t.same(seen.map(({ dueOn }) => dueOn ?? '9999'), seen.map(({ dueOn }) => dueOn ?? '9999').toSorted())
  for (const odd of [undefined, '', 'x', '2026-12-24', '.1', '2026-12-24.1e9']) t.equal(readTaskCursor(odd), null)

  const sql = 'SELECT k.id FROM tasks k JOIN tickets t ON t.id = k.ticket_id WHERE k.assignee_id = 2 AND k.done_at IS NULL'
  t.match(JSON.stringify(await db.read.query(`${db.engine === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`)), /ix_tasks_assignee_id_done_at_due_on/)
})

inWorld('the page counts them beside the queues, leads to the ticket, and ticks one off without script', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const { as, ana, ben, platform } = world
  const { id: ticketId, number } = await world.ask()
  const cookie = await cookieFor(platform, { agentId: ben.id })
  const page = async (url = '/desk/tasks') => (await app.inject({ url, headers: { cookie } })).body
  t.match(await page(), 'You have no open tasks.')
  const [task] = await addTasks(as(ana), { ticketId, tasks: [{ text: 'Order <a> drum', assigneeId: ben.id, dueOn: '2026-01-01' }] })
  t.match(await page(), 'Order &lt;a&gt; drum')
  t.match(await page(), number)
  t.match(await page(), /class="task-late"/)
  const action = `/desk/tickets/${ticketId}/tasks/${task!.id}/ticks`
  t.match(await page(), `action="${action}"`)
  const post = async () => app.inject({ method: 'POST', url: action, headers: { ...ownForm, cookie }, payload: form({ done: 'yes', back: 'mine' }) })
  t.match(await post(), { statusCode: 303, headers: { location: '/desk/tasks' } })
  t.match(await post(), { statusCode: 303 }, 'twice is once')
  t.match(await page(), 'You have no open tasks.')
  t.equal((await app.inject({ url: '/desk/tasks?after=nonsense', headers: { cookie } })).statusCode, 200)
})
