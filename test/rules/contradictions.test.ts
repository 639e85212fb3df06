import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { Agent } from '../../src/accounts/agent.entity.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { switchQuestion } from '../../src/forms/commands/arrange-questions.js'
import { Question } from '../../src/forms/question.entity.js'
import { InvalidFields } from '../../src/platform/errors.js'
import { Job } from '../../src/platform/jobs/job.entity.js'
import type { Action } from '../../src/rules/action.js'
import { arrangeRules } from '../../src/rules/commands/arrange-rules.js'
import { retireBrokenRules } from '../../src/rules/commands/retire-broken-rules.js'
import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { judge, type Group } from '../../src/rules/condition.js'
import { findContradiction, neverHolds } from '../../src/rules/contradiction.js'
import { findLoop } from '../../src/rules/loop.js'
import { operatorsOf, type FactValue, type Operator } from '../../src/rules/operators.js'
import { isPattern } from '../../src/rules/pattern.js'
import { forgetRules } from '../../src/rules/recent-rules.js'
import { timeless } from '../../src/rules/moment.js'
import type { FieldName } from '../../src/rules/rule-fields.js'
import { Rule } from '../../src/rules/rule.entity.js'
import { Team } from '../../src/teams/team.entity.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { holds } from '../support/property.js'
import { inWorld, type World } from '../support/world.js'
import { all, asks, withRule } from './support.js'

const any = (...parts: Group['parts']): Group => ({ match: 'any', parts })
const both = (...parts: Group['parts']): Group => ({ match: 'all', parts })

t.test('conditions that can never hold together are found, also in groups of groups', async t => {
  const never: Group[] = [
    both(asks('subject', 'is', 'a'), asks('subject', 'is', 'b')),
    both(asks('priority', 'one_of', '1', '2'), both(asks('priority', 'one_of', '3'))),
    both(asks('tags', 'has_all', 'a', 'b'), asks('tags', 'has_none', 'b')),
    both(asks('file_count', 'greater', '5'), asks('file_count', 'less', '3')),
    both(asks('subject', 'empty'), any(asks('subject', 'contains', 'a'), both(asks('subject', 'starts', 'b')))),
    any(both(asks('is_automatic', 'yes'), asks('is_automatic', 'no'))),
    both(asks('subject', 'contains', 'a', 'b'), asks('subject', 'contains_not', 'b', 'A', 'c'))
  ]
  for (const group of never) t.ok(neverHolds(group), JSON.stringify(group))
  const perhaps: Group[] = [
    both(), any(asks('subject', 'is', 'a'), asks('subject', 'is', 'b')), both(asks('subject', 'contains', 'a', 'b'), asks('subject', 'contains_not', 'b')),
    both(asks('file_count', 'is', '3'), asks('file_count', 'is', '3.0')), both(asks('subject', 'matches', '\\S'), asks('subject', 'matches_not', '\\s')), both(asks('subject', 'empty'), asks('subject', 'matches', '^$')),
    both(asks('subject', 'empty'), any(asks('subject', 'contains', 'a'), asks('text', 'contains', 'a')))
  ]
  for (const group of perhaps) t.notOk(neverHolds(group), JSON.stringify(group))
})

t.test('what is called impossible holds for no ticket', async t => {
  const word = fc.constantFrom('a', 'b', 'A', '3', '3.0', '')
  const fields = { subject: operatorsOf.text, tags: operatorsOf.list, file_count: operatorsOf.number } as const
  const condition = fc.constantFrom('subject' as const, 'subject' as const, 'tags' as const, 'file_count' as const).chain(field => fc.record({ field: fc.constant<FieldName>(field), operator: fc.constantFrom<Operator>(...fields[field]), value: fc.array(word.filter(each => each !== ''), { minLength: 1, maxLength: 2 }) }))
  const match = fc.constantFrom<'all' | 'any'>('all', 'all', 'any')
  const leaf = fc.record({ match, parts: fc.array(condition, { maxLength: 3 }) })
  const group = fc.record({ match, parts: fc.array(fc.oneof(condition, leaf), { minLength: 2, maxLength: 6 }) })
  const ticket = fc.tuple(fc.option(word), fc.array(word, { maxLength: 2 }), fc.option(fc.constantFrom(2, 3, 4)))
  let impossible = 0
  holds(t, fc.tuple(group, fc.array(ticket, { minLength: 20, maxLength: 20 })), ([group, tickets]) => {
    if (!neverHolds(group)) return
    impossible += 1
    for (const [subject, tags, count] of tickets) {
      const values = new Map<FieldName, FactValue>([['subject', subject], ['tags', tags], ['file_count', count]])
      assert.equal(judge(group, { trigger: 'updated', values, before: values, moment: timeless }).holds, false, JSON.stringify({ group, subject, tags, count }))
    }
  }, 2000)
  t.ok(impossible > 5, `${impossible} impossible groups were drawn`)
})

t.test('actions that take back what the rule itself did are found', async t => {
  const wrong: Action[][] = [
    [{ kind: 'set_priority', priority: 4 }, { kind: 'set_priority', priority: 4 }], [{ kind: 'add_tags', tags: ['a', 'b'] }, { kind: 'remove_tags', tags: ['b'] }],
    [{ kind: 'reject', reason: 'No' }, { kind: 'note', text: 'x' }], [{ kind: 'note', text: 'x' }, { kind: 'reject', reason: 'No' }], [{ kind: 'close' }, { kind: 'trash' }]
  ]
  for (const actions of wrong) t.equal(findContradiction(actions), 1)
  t.equal(findContradiction([{ kind: 'set_priority', priority: 4 }, { kind: 'note', text: 'x' }, { kind: 'note', text: 'y' }, { kind: 'set_team', teamId: 1 }, { kind: 'add_tags', tags: ['a'] }, { kind: 'remove_tags', tags: ['b'] }]), null)
})

t.test('rules that lead each other in a circle are found, whichever is saved last', async t => {
  const prio = (id: number, from: string, to: 1 | 2 | 3 | 4) => ({ id, name: `${from}→${to}`, conditions: all(asks('priority', 'one_of', from)), actions: [{ kind: 'set_priority' as const, priority: to }] })
  t.same(findLoop(prio(1, '2', 4), [prio(2, '4', 2)]), ['4→2'])
  t.same(findLoop(prio(1, '1', 2), [prio(3, '3', 1), prio(2, '2', 3)]), ['2→3', '3→1'])
  t.equal(findLoop(prio(1, '1', 2), [prio(2, '2', 3), prio(3, '3', 4)]), null)
  t.equal(findLoop(prio(1, '1', 2), [prio(1, '2', 1)]), null, 'a rule is no loop with what it was before')
  const tagged = { id: 1, name: 'On', conditions: all(asks('tags', 'has_none', 'x')), actions: [{ kind: 'add_tags' as const, tags: ['x'] }] }
  t.same(findLoop(tagged, [{ id: 2, name: 'Off', conditions: all(asks('tags', 'has_one', 'x')), actions: [{ kind: 'remove_tags', tags: ['x'] }] }]), ['Off'])
  t.same(findLoop({ id: 1, name: 'Free', conditions: all(asks('assignee', 'empty')), actions: [{ kind: 'set_agent', agentId: 3 }] }, [{ id: 2, name: 'Drop', conditions: all(asks('assignee', 'one_of', '3')), actions: [{ kind: 'set_agent', agentId: null }] }]), ['Drop'])
})

t.test('patterns that would grow without end are no patterns', async t => {
  for (const pattern of ['((a{100}){100}){100}', '(?:a{1000}){9}', '((((((((((x{2}){2}){2}){2}){2}){2}){2}){2}){2}){2})', 'a'.repeat(501)]) t.notOk(isPattern(pattern), pattern.slice(0, 40))
})

inWorld('contradictions and circles are refused when a rule is saved or comes back into use', async (t, world) => {
  const { platform, as, ana } = world
  const refusal = async (work: Promise<unknown>) => work.then(() => null, (error: unknown) => error)
  t.match(await refusal(withRule(world, { conditions: all(asks('subject', 'empty'), asks('subject', 'contains', 'x')), actions: [{ kind: 'trash' }] })), { fields: { conditions: { key: 'rules.conditions.never' } } })
  t.match(await refusal(withRule(world, { actions: [{ kind: 'set_priority', priority: 1 }, { kind: 'set_priority', priority: 2 }] })), { fields: { action2: { key: 'rules.action.contradicts' } } })

  const up = await withRule(world, { name: 'Up', trigger: 'updated', conditions: all(asks('priority', 'one_of', '2')), actions: [{ kind: 'set_priority', priority: 4 }] })
  const down = { name: 'Down', trigger: 'updated' as const, conditions: all(asks('priority', 'one_of', '4')), actions: [{ kind: 'set_priority' as const, priority: 2 as const }] }
  t.match(await refusal(withRule(world, down)), { fields: { actions: { key: 'rules.loop', values: { names: '“Up”' } } } })
  t.ok(await withRule(world, { ...down, trigger: 'message' }), 'rules that wait for something else do not meet')

  await arrangeRules(as(ana), 'updated', [{ id: up.id, place: 1, isActive: false }])
  await withRule(world, down)
  t.match(await refusal(arrangeRules(as(ana), 'updated', [{ id: up.id, place: 1, isActive: true }])), { key: 'rules.loop_on', values: { name: 'Up' } })
  t.equal((await platform.db.read.findOneByOrFail(Rule, { id: up.id })).isActive, false)
})

inWorld('a rule that asks a question that is gone is not asked, switched off and told', async (t, world) => {
  const { platform, ask, as, ana, topics } = world
  const question = await platform.db.read.findOneByOrFail(Question, { topicId: topics.printing.id, isRequired: false })
  const rule = await withRule(world, { name: 'Printers', conditions: all(asks(`question.${question.id}`, 'is_not', 'PR-0317')), actions: [{ kind: 'add_tags', tags: ['other'] }] })
  await switchQuestion(as(ana), { id: question.id, version: question.version, isActive: false })
  forgetRules(platform.db)
  const { id } = await ask()
  t.equal(await platform.db.read.countBy(TicketTag, { ticketId: id }), 0, 'an answer that nobody can give is not “something else”')

  await retireBrokenRules(platform)
  await retireBrokenRules(platform)
  t.match(await platform.db.read.findOneBy(Rule, { id: rule.id }), { isActive: false })
  t.match(await platform.db.read.findBy(Job, { name: 'notify-admins' }), [{ payload: { words: { key: 'rules.retired', values: { name: 'Printers' } }, path: `/admin/rules/${rule.id}` } }])
  t.ok(await platform.db.read.findOneBy(AuditEntry, { action: 'rule.updated', subjectId: rule.id }))
  t.match(await arrangeRules(as(ana), 'created', [{ id: rule.id, place: 1, isActive: true }]).catch((error: unknown) => error), { key: 'rules.aged' })
})

inWorld('what went out of use while a rule names it is left undone and told, and the rest is done', async (t, world) => {
  const { platform, ask, as, ana, ben } = world
  const team = await platform.db.read.findOneByOrFail(Team, {})
  await withRule(world, { name: 'Sorting', actions: [{ kind: 'set_team', teamId: team.id }, { kind: 'set_agent', agentId: ben.id }, { kind: 'set_priority', priority: 4 }] })
  await platform.db.transaction(async manager => {
    await manager.update(Team, { id: team.id }, { isActive: false })
    await manager.update(Agent, { id: ben.id }, { isActive: false })
  })
  const { id } = await ask()
  t.match(await platform.db.read.findOneBy(Ticket, { id }), { teamId: null, priority: 4 })
  t.not((await platform.db.read.findOneByOrFail(Ticket, { id })).assigneeId, ben.id)
  const notes = (await platform.db.read.findBy(ThreadEntry, { ticketId: id, kind: 'note' })).map(({ text }) => text)
  t.match(notes, [/“Sorting” .* team that it names is out of use/, /“Sorting” .* agent whom it names does not work there/])
  t.match(await withRule(world, { actions: [{ kind: 'set_agent', agentId: ben.id }] }).catch((error: unknown) => error instanceof InvalidFields && error.fields), { action1: { key: 'rules.action.target_gone' } })

  await withRuleNow(world, { kind: 'set_agent', agentId: ben.id })
  await editTicket(as(ana), { ticketId: id, version: null, priority: 3 })
  const [change] = await platform.db.read.find(TicketEvent, { where: { ticketId: id, name: 'priority_changed' } })
  await runEventRules(platform, { eventId: change!.id })
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: id, kind: 'note' }), 4, 'one is told, the other action is done')
})

/** A rule about changes whose agent went out of use after it was saved. */
async function withRuleNow (world: World, gone: Action): Promise<void> {
  const { id } = await withRule(world, { trigger: 'updated', actions: [{ kind: 'note', text: 'Changed.' }] })
  await world.platform.db.transaction(async manager => manager.update(Rule, { id }, { actions: [gone, { kind: 'note', text: 'Changed.' }] }))
  forgetRules(world.platform.db)
}
