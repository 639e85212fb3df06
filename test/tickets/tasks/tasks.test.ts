import { system, type AgentActor } from '../../../src/platform/actor.js'
import { withActor } from '../../../src/platform/context.js'
import { linkTickets } from '../../../src/tickets/commands/link-tickets.js'
import { mergeTicket, unmergeTicket } from '../../../src/tickets/commands/merge-ticket.js'
import { moveTicket } from '../../../src/tickets/commands/move-ticket.js'
import { replyToTicket } from '../../../src/tickets/commands/reply-to-ticket.js'
import { addTasks } from '../../../src/tickets/tasks/commands/add-tasks.js'
import { tickTask } from '../../../src/tickets/tasks/commands/tick-task.js'
import { Task } from '../../../src/tickets/tasks/task.entity.js'
import { listTaskRows } from '../../../src/tickets/tasks/task.queries.js'
import { TicketEvent } from '../../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../../src/tickets/ticket.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../../support/app.js'
import { bodyOf, formWith } from '../../support/page-form.js'
import { refused } from '../../support/refused.js'
import { inWorld, type World } from '../../support/world.js'

async function desk ({ platform }: World) {
  const app = await openTestApp(platform)
  const headersOf = async (agent: AgentActor) => ({ ...ownForm, cookie: await cookieFor(platform, { agentId: agent.id }) })
  return {
    close: async () => app.close(),
    get: async (agent: AgentActor, url: string) => app.inject({ url, headers: await headersOf(agent) }),
    post: async (agent: AgentActor, url: string, values: Record<string, string>) => app.inject({ method: 'POST', url, headers: await headersOf(agent), payload: form(values) })
  }
}

const textsOf = async ({ platform }: World, ticketId: number): Promise<string[]> => (await listTaskRows(platform.db.read, ticketId)).map(({ text }) => text)
const withTasks = async ({ as, ben }: World, ticketId: number, ...texts: string[]): Promise<Task[]> => addTasks(as(ben), { ticketId, tasks: texts.map(text => ({ text })) })

inWorld('tasks are added, ticked, changed, moved and taken off without script, and the history says so', async (t, world) => {
  const { platform, ben, ask } = world
  const { get, post, close } = await desk(world)
  t.teardown(close)
  const { id } = await ask()
  const path = `/desk/tickets/${id}`

  for (const [text, dueOn] of [['Order a <drum>', '2026-11-20'], ['Call back', '2026-12-24'], ['Write it down', '']] as const) {
    const added = await post(ben, `${path}/tasks`, { text, assigneeId: text === 'Call back' ? String(ben.id) : '', dueOn })
    t.equal(added.statusCode, 303)
    t.equal(added.headers.location, `${path}#tasks`)
  }
  const page = (await get(ben, path)).body
  t.match(page, '0 of 3 done')
  t.match(page, 'Order a &lt;drum&gt;')
  t.match(page, /task-late.*?by 20 November/s)
  t.match(page, 'by 24 December')

  const [drum, call, write] = await platform.db.read.find(Task, { where: { ticketId: id }, order: { position: 'ASC' } }) as [Task, Task, Task]
  for (let times = 0; times < 2; times += 1) t.equal((await post(ben, `${path}/tasks/${drum.id}/ticks`, { done: 'yes' })).statusCode, 303)
  t.match(await platform.db.read.findOneBy(Task, { id: drum.id }), { doneAt: platform.clock.now(), doneById: ben.id, doneByName: 'Ben Ortiz' })
  t.equal(await platform.db.read.countBy(TicketEvent, { ticketId: id, name: 'task_done' }), 1, 'twice is once')
  t.match((await get(ben, path)).body, '1 of 3 done')
  t.match((await get(ben, '/desk/queues/all')).body, '>1 of 3<')
  t.equal((await post(ben, `${path}/tasks/${drum.id}/ticks`, { done: 'no' })).statusCode, 303)
  t.match(await platform.db.read.findOneBy(Task, { id: drum.id }), { doneAt: null, doneById: null, doneByName: null })

  await post(ben, `${path}/tasks/${write.id}/shifts`, { to: 'up' })
  await post(ben, `${path}/tasks/${write.id}/shifts`, { to: 'up' })
  await post(ben, `${path}/tasks/${write.id}/shifts`, { to: 'up' })
  t.same(await textsOf(world, id), ['Write it down', 'Order a <drum>', 'Call back'])
  await post(ben, `${path}/tasks/${write.id}/shifts`, { to: 'down' })
  t.same(await textsOf(world, id), ['Order a <drum>', 'Write it down', 'Call back'])

  const edit = formWith((await get(ben, path)).body.split(`id="task-${call.id}"`)[1]!, 'version')
  t.equal((await post(ben, edit.action, Object.fromEntries(new URLSearchParams(bodyOf(edit, { text: 'Call Maria back' }))))).statusCode, 303)
  t.match(await platform.db.read.findOneBy(Task, { id: call.id }), { text: 'Call Maria back', assigneeId: ben.id, dueOn: '2026-12-24' })
  t.equal((await post(ben, `${path}/tasks/${drum.id}/removals`, {})).statusCode, 303)
  t.same(await textsOf(world, id), ['Write it down', 'Call Maria back'])

  const history = (await get(ben, path)).body
  for (const line of ['Tasks added by Ben Ortiz: Order a &lt;drum&gt;', 'Done by Ben Ortiz: Order a &lt;drum&gt;', 'Still to be done, says Ben Ortiz: Order a', 'Task changed by Ben Ortiz: Call back → Call Maria back', 'Task taken off by Ben Ortiz: Order a']) t.match(history, line)
})

inWorld('what cannot be a task is refused in words, and what was typed comes back', async (t, world) => {
  const { platform, ben, ana, nadia, ask } = world
  const { get, post, close } = await desk(world)
  t.teardown(close)
  const { id } = await ask()
  const path = `/desk/tickets/${id}`

  const wrong: Array<[Record<string, string>, RegExp]> = [
    [{ text: '  ' }, /Write what is to be done/], [{ text: 'x'.repeat(201) }, /201/], [{ text: 'Call', dueOn: '2026-02-31' }, /Enter a day that exists/], [{ text: 'Call', dueOn: 'soon' }, /Enter a day that exists/],
    [{ text: 'Call', assigneeId: String(nadia.id) }, /does not work in/], [{ text: 'Call', assigneeId: '999' }, /does not work in/]
  ]
  for (const [values, words] of wrong) {
    const answer = await post(ben, `${path}/tasks`, values)
    t.equal(answer.statusCode, 422, JSON.stringify(values))
    t.match(answer.body, words)
    t.match(answer.body, /id="menu-task" open/)
    t.match(answer.body, `name="text" value="${values.text}"`)
  }
  t.equal(await platform.db.read.count(Task), 0)

  const [task] = await withTasks(world, id, 'Call') as [Task]
  const edit = Object.fromEntries(formWith((await get(ben, path)).body.split(`id="task-${task.id}"`)[1]!, 'version').fields)
  t.equal((await post(ana, `${path}/tasks/${task.id}/edits`, { ...edit, text: 'Write' })).statusCode, 303)
  const late = await post(ben, `${path}/tasks/${task.id}/edits`, { ...edit, text: 'Call twice' })
  t.equal(late.statusCode, 409)
  t.match(late.body, 'Somebody else changed this task in the meantime')
  t.match(late.body, 'value="Call twice"')
  t.equal((await post(ben, `${path}/tasks/${task.id}/edits`, Object.fromEntries(formWith(late.body.split(`id="task-${task.id}"`)[1]!, 'version').fields))).statusCode, 303, 'and saved on the second press')
  t.same(await textsOf(world, id), ['Call twice'])

  await post(ana, `${path}/tasks/${task.id}/removals`, {})
  for (const [what, values] of [['ticks', { done: 'yes' }], ['removals', {}], ['shifts', { to: 'up' }]] as const) {
    const gone = await post(ben, `${path}/tasks/${task.id}/${what}`, values)
    t.equal(gone.statusCode, 409, what)
    t.match(gone.body, 'Somebody took this task off the list')
  }
  const other = await ask()
  const [elsewhere] = await withTasks(world, other.id, 'Elsewhere') as [Task]
  t.equal((await post(ben, `${path}/tasks/${elsewhere.id}/removals`, {})).statusCode, 409, 'a task is reached by its own ticket alone')
  t.equal((await post(nadia, `/desk/tickets/${other.id}/tasks/${elsewhere.id}/ticks`, { done: 'yes' })).statusCode, 404)
  t.same(await refused(async () => addTasks(world.as(ben), { ticketId: id, tasks: Array.from({ length: 101 }, () => ({ text: 'x' })) })), ['text tasks.too_many'])
})

inWorld('a ticket with open tasks is neither solved nor closed, by nobody', async (t, world) => {
  const { platform, as, ana, ben, ask, departments } = world
  const { post, close } = await desk(world)
  t.teardown(close)
  const { id } = await ask()
  const [one, two] = await withTasks(world, id, 'One', 'Two') as [Task, Task]
  await platform.db.transaction(async manager => manager.query("UPDATE departments SET closure_policy = 'agent_closes' WHERE id = ?", [departments.it.id]))

  const before = await platform.db.read.findOneByOrFail(Ticket, { id })
  const answer = await post(ben, `/desk/tickets/${id}/entries`, { kind: 'reply', send: 'reply', outcome: 'resolved', text: 'Done.', version: String(before.version) })
  t.equal(answer.statusCode, 422)
  t.match(answer.body, '2 tasks are still to be done. Tick them off or take them off the list, then the ticket can be solved.')
  t.match(answer.body, /Done\.<\/textarea>/)
  t.same(await refused(async () => moveTicket(as(ana), { ticketId: id, move: 'close' })), ['tasks.still_open'])
  t.same(await refused(async () => replyToTicket(withActor(platform, system), { ticketId: id, text: 'Done', outcome: 'resolved', version: null })), ['tasks.still_open'])
  t.match(await platform.db.read.findOneBy(Ticket, { id }), { state: before.state, version: before.version })

  await tickTask(as(ben), { ticketId: id, taskId: one.id, isDone: true })
  const still = await post(ben, `/desk/tickets/${id}/moves`, { move: 'close' })
  t.match(still.body, 'One task is still to be done. Tick it off')
  await tickTask(as(ben), { ticketId: id, taskId: two.id, isDone: true })
  t.equal((await post(ben, `/desk/tickets/${id}/moves`, { move: 'close' })).statusCode, 303)
})

inWorld('a ticket waits for another that has to be solved first, and never in a circle', async (t, world) => {
  const { platform, as, ana, ask } = world
  const { get, post, close } = await desk(world)
  t.teardown(close)
  const [roof, paint, party] = [await ask({ subject: 'Roof' }), await ask({ subject: 'Paint' }), await ask({ subject: 'Party' })]
  t.equal((await post(ana, `/desk/tickets/${paint.id}/links`, { number: roof.number, as: 'waits_for' })).statusCode, 303)
  t.equal((await post(ana, `/desk/tickets/${paint.id}/links`, { number: party.number, as: 'blocks' })).statusCode, 303)
  t.match((await get(ana, `/desk/tickets/${paint.id}`)).body, /Has to be solved first: <a[^>]*>[^<]*Roof/)
  t.match((await get(ana, `/desk/tickets/${roof.id}`)).body, /Waits for this: <a[^>]*>[^<]*Paint/)
  t.match((await get(ana, `/desk/tickets/${roof.id}`)).body, `Linked with ${paint.number}, which has to wait for this ticket`)
  t.match((await post(ana, `/desk/tickets/${roof.id}/links`, { number: party.number, as: 'waits_for' })).body, 'would wait for each other in a circle')

  await platform.db.transaction(async manager => manager.query("UPDATE departments SET closure_policy = 'agent_closes'"))
  const solve = async (ticket: Ticket) => replyToTicket(as(ana), { ticketId: ticket.id, text: 'Done', outcome: 'resolved', version: null })
  t.match((await post(ana, `/desk/tickets/${paint.id}/moves`, { move: 'close' })).body, `This ticket waits for ${roof.number}.`)
  t.same(await refused(async () => solve(paint)), ['tickets.solve.blocked'])
  await solve(roof)
  await solve(paint)
  t.match(await platform.db.read.findOneBy(Ticket, { id: paint.id }), { state: 'resolved' })

  await linkTickets(as(ana), { ticketId: party.id, number: paint.number, as: 'blocks' })
  t.match((await get(ana, `/desk/tickets/${party.id}`)).body, /Waits for this: <a[^>]*>[^<]*Paint/, 'another way takes the place of the first')
})

inWorld('tasks go along when tickets are merged, and come back when that is undone', async (t, world) => {
  const { as, ana, ask } = world
  const { get, close } = await desk(world)
  t.teardown(close)
  const [one, two, three] = [await ask(), await ask(), await ask()]
  await withTasks(world, one.id, '1a', '1b')
  await withTasks(world, two.id, '2')
  await withTasks(world, three.id, '3')

  await mergeTicket(as(ana), { ticketId: one.id, intoNumber: two.number })
  t.same(await textsOf(world, two.id), ['2', '1a', '1b'])
  t.match((await get(ana, `/desk/tickets/${two.id}`)).body, `from ${one.number}`)
  await mergeTicket(as(ana), { ticketId: two.id, intoNumber: three.number })
  t.same(await textsOf(world, three.id), ['3', '2', '1a', '1b'])
  t.same(await refused(async () => replyToTicket(as(ana), { ticketId: three.id, text: 'Done', outcome: 'resolved', version: null })), ['tasks.still_open'])

  await unmergeTicket(as(ana), { ticketId: two.id })
  t.same([await textsOf(world, three.id), await textsOf(world, two.id)], [['3'], ['2', '1a', '1b']])
  await unmergeTicket(as(ana), { ticketId: one.id })
  t.same([await textsOf(world, two.id), await textsOf(world, one.id)], [['2'], ['1a', '1b']])
})
