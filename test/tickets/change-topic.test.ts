import { Membership } from '../../src/accounts/membership.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { Question } from '../../src/forms/question.entity.js'
import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { runMacro } from '../../src/rules/commands/run-macro.js'
import { addMacro } from '../../src/rules/commands/save-macro.js'
import { SlaPolicy } from '../../src/sla/sla-policy.entity.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { changeTopic } from '../../src/tickets/commands/change-topic.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { setServiceLevel } from '../../src/tickets/commands/set-service-level.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { Topic } from '../../src/topics/topic.entity.js'
import { onApi } from '../api/support.js'
import { all, asks, withRule } from '../rules/support.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const ticketOf = async ({ platform }: World, id: number) => platform.db.read.findOneByOrFail(Ticket, { id })
const eventsOf = async ({ platform }: World, ticketId: number) => (await platform.db.read.find(TicketEvent, { where: { ticketId }, order: { id: 'ASC' } })).map(({ name }) => name)
const byHand = async ({ platform, departments: { it } }: World) => platform.db.transaction(async manager => manager.update(Department, { id: it.id }, { strategy: 'manual' }))

/** Sets the priority to urgent and asks the rules about it, twice. */
async function makeUrgent (world: World, ticketId: number): Promise<void> {
  await editTicket(world.as(world.ana), { ticketId, version: null, priority: 4 })
  const { id: eventId } = await world.platform.db.read.findOneOrFail(TicketEvent, { where: { ticketId, name: 'priority_changed' }, order: { id: 'DESC' } })
  for (let round = 0; round < 2; round += 1) await runEventRules(world.platform, { eventId })
}

/** A second service level that is never chosen by the list. */
async function secondLevel ({ platform }: World): Promise<SlaPolicy> {
  const { id: _standard, ...terms } = await platform.db.read.findOneByOrFail(SlaPolicy, { name: 'Standard' })
  const minutes = { first_response: 10, next_response: 10, resolution: 20 }
  return platform.db.transaction(async manager => manager.save(Object.assign(new SlaPolicy(), { ...terms, name: 'Fast', position: 2, targets: { 1: minutes, 2: minutes, 3: minutes, 4: minutes } })))
}

inWorld('another topic of the same department leaves a ticket with its agent; one that nobody has goes to the topic’s team and finds its agent by the topic’s way', async (t, world) => {
  const { as, ana, ben, topics, platform } = world
  await byHand(world)
  const { id } = await world.ask()
  await assignTicket(as(ana), { ticketId: id, agentId: ben.id })
  const { version } = await changeTopic(as(ana), { ticketId: id, topicId: topics.printing.id })
  t.match(await ticketOf(world, id), { topicId: topics.printing.id, assigneeId: ben.id, teamId: null })
  t.equal((await eventsOf(world, id)).at(-1), 'topic_changed')
  t.equal((await changeTopic(as(ana), { ticketId: id, topicId: topics.printing.id })).version, version, 'twice is once')

  const free = await world.ask()
  await changeTopic(as(ana), { ticketId: free.id, topicId: topics.printing.id })
  t.match(await ticketOf(world, free.id), { teamId: topics.printing.teamId, assigneeId: null })
  await platform.db.transaction(async manager => manager.update(Topic, { id: topics.teaching.id }, { strategy: 'least_open' }))
  await changeTopic(as(ana), { ticketId: free.id, topicId: topics.teaching.id })
  t.match(await ticketOf(world, free.id), { teamId: null, assigneeId: ana.id }, 'Ben has one open')
})

inWorld('a topic of another department takes the ticket there: an agent who works there keeps it, else it finds one, and its promise follows', async (t, world) => {
  const { as, ana, ben, topics, departments: { it, facilities } } = world
  await byHand(world)
  for (const [agent, keeps] of [[ana, ana.id], [ben, null]] as const) {
    const { id } = await world.ask()
    await assignTicket(as(ana), { ticketId: id, agentId: agent.id })
    await changeTopic(as(ana), { ticketId: id, topicId: topics.heating.id })
    t.match(await ticketOf(world, id), { topicId: topics.heating.id, departmentId: facilities.id, assigneeId: keeps })
    t.ok((await eventsOf(world, id)).join().includes('topic_changed,transferred'))
  }
  const { id } = await world.ask()
  const mayEdit: World['ben'] = { ...ben, departments: new Map([[it.id, new Set(['ticket.read', 'ticket.edit'] as const)]]) }
  t.same(await refused(async () => changeTopic(as(mayEdit), { ticketId: id, topicId: topics.heating.id })), ['tickets.may_not.transfer'])
  t.same(await refused(async () => changeTopic(as(mayEdit), { ticketId: id, topicId: topics.teaching.id })), [])
  t.same(await refused(async () => changeTopic(as(ana), { ticketId: id, topicId: 999 })), ['topic tickets.topic.unknown'])
})

inWorld('a rule about a change sets the topic and the service level in its own name, which no rule answers, and says why where it cannot', async (t, world) => {
  const { topics, departments: { facilities }, platform } = world
  const fast = await secondLevel(world)
  await withRule(world, { name: 'It is the heating', trigger: 'updated', conditions: all(asks('priority', 'changed_to', '4')), actions: [{ kind: 'set_topic', topicId: topics.heating.id }, { kind: 'set_sla', policyId: fast.id }] })
  await withRule(world, { name: 'Never asked', trigger: 'updated', conditions: all(asks('topic', 'changed')), actions: [{ kind: 'trash' }] })
  const { id, slaPolicyId, nextDueAt } = await world.ask()
  await makeUrgent(world, id)
  const after = await ticketOf(world, id)
  t.match(after, { topicId: topics.heating.id, departmentId: facilities.id, chosenPolicyId: fast.id, slaPolicyId: fast.id })
  t.not(slaPolicyId, fast.id)
  t.ok(after.nextDueAt! < nextDueAt!, 'and what is promised now counts')
  for (const name of ['topic_changed', 'sla_changed']) {
    const event = await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: id, name })
    t.match(event, { actorName: 'It is the heating', details: { byRule: true } })
    await runEventRules(platform, { eventId: event.id })
  }
  t.not((await ticketOf(world, id)).state, 'trashed')

  await platform.db.transaction(async manager => manager.update(SlaPolicy, { id: fast.id }, { isActive: false }))
  const other = await world.ask()
  await makeUrgent(world, other.id)
  t.match(await ticketOf(world, other.id), { topicId: topics.heating.id, chosenPolicyId: null }, 'what can be done is done')
  t.match(await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: other.id, kind: 'note' }), { text: /This service level is out of use/ })
})

onApi('a program changes the topic, and answers what that topic asks in one act', async (t, world) => {
  const { topics, ask1, platform } = world
  const { id } = await world.ask()
  const question = await platform.db.read.findOneByOrFail(Question, { topicId: topics.printing.id, label: 'Which printer?' })
  const changed = await ask1(`/tickets/${id}`, { method: 'PATCH', body: { topicId: topics.printing.id, answers: { [question.id]: 'PR-0317' } } })
  t.match(changed, { status: 200, body: { topic: { id: topics.printing.id } } })
  t.match(changed.text, 'PR-0317')
  t.equal((await ask1(`/tickets/${id}`, { method: 'PATCH', body: { topicId: 999 } })).status, 422)
})

inWorld('rules that would lead a topic or a service level in a circle are refused', async (t, world) => {
  const { topics: { printing, heating } } = world
  const fast = await secondLevel(world)
  const standard = await world.platform.db.read.findOneByOrFail(SlaPolicy, { name: 'Standard' })
  const rule = async (field: 'topic' | 'sla_policy', from: number, action: Parameters<typeof withRule>[1]['actions'][number]) => refused(async () => withRule(world, { name: `${field} ${from}`, trigger: 'updated', conditions: all(asks(field, 'one_of', String(from))), actions: [action] }))
  t.same(await rule('topic', printing.id, { kind: 'set_topic', topicId: heating.id }), [])
  t.same(await rule('topic', heating.id, { kind: 'set_topic', topicId: printing.id }), ['actions rules.loop'])
  t.same(await rule('sla_policy', standard.id, { kind: 'set_sla', policyId: fast.id }), [])
  t.same(await rule('sla_policy', fast.id, { kind: 'set_sla', policyId: standard.id }), ['actions rules.loop'])
})

inWorld('a named service level stays when the priority changes, and a macro names another', async (t, world) => {
  const { as, ana, ben } = world
  const fast = await secondLevel(world)
  const { id } = await world.ask()
  await setServiceLevel(as(ana), { ticketId: id, policyId: fast.id })
  await editTicket(as(ana), { ticketId: id, version: null, priority: 1 })
  t.equal((await ticketOf(world, id)).slaPolicyId, fast.id)
  const standard = await world.platform.db.read.findOneByOrFail(SlaPolicy, { name: 'Standard' })
  const macro = await addMacro(as(ana), { name: 'As usual', departmentId: null, actions: [{ kind: 'set_sla', policyId: standard.id }], isActive: true })
  await runMacro(as(ben), { macroId: macro.id, ticketId: id, key: 'one' })
  t.equal((await ticketOf(world, id)).slaPolicyId, standard.id)
})

inWorld('the page changes the topic without script, keeps it when nothing else is said, and leads away when the ticket leaves', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const { ana, ben, topics, platform, departments: { facilities } } = world
  await byHand(world)
  const { id } = await world.ask()
  const cookie = await cookieFor(platform, { agentId: ben.id })
  const page = async () => (await app.inject({ url: `/desk/tickets/${id}`, headers: { cookie } })).body
  const save = async (changes: Record<string, string>) => {
    const form = formWith(await page(), 'topicId')
    return app.inject({ method: 'POST', url: form.action, headers: { ...ownForm, cookie }, payload: bodyOf(form, changes) })
  }
  t.match(await save({ subject: 'No sound' }), { statusCode: 303, headers: { location: `/desk/tickets/${id}` } })
  t.same((await ticketOf(world, id)).topicId, topics.accounts.id)
  t.equal((await save({ topicId: String(topics.teaching.id) })).statusCode, 303)
  t.match(await page(), 'Topic changed to Lecture halls by Ben Ortiz')
  t.equal((await save({ topicId: '999' })).statusCode, 422)
  t.match(await save({ topicId: String(topics.heating.id) }), { statusCode: 303, headers: { location: '/desk' } })
  t.match(await ticketOf(world, id), { departmentId: facilities.id })
  t.equal(await platform.db.read.countBy(Membership, { agentId: ben.id, departmentId: facilities.id }), 0)
  t.equal((await app.inject({ url: `/desk/tickets/${id}`, headers: { cookie: await cookieFor(platform, { agentId: ana.id }) } })).statusCode, 200)
})
