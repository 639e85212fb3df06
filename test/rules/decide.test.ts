import assert from 'node:assert/strict'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import t from 'tap'
import type { Action } from '../../src/rules/action.js'
import { conditionsOf, judge, type Condition, type Facts, type Group } from '../../src/rules/condition.js'
import { decide, type DecidingRule } from '../../src/rules/decide.js'
import { fits, isComparable, operatorsOf, type FactValue, type Operator } from '../../src/rules/operators.js'
import { timeless } from '../../src/rules/moment.js'
import { isPattern, matches } from '../../src/rules/pattern.js'
import { neededWords } from '../../src/rules/needed-words.js'
import type { FieldName } from '../../src/rules/rule-fields.js'
import { holds } from '../support/property.js'

const facts = (values: Partial<Record<FieldName, FactValue>>, before: Partial<Record<FieldName, FactValue>> = {}): Facts => ({
  trigger: 'created', values: new Map(Object.entries(values) as Array<[FieldName, FactValue]>), before: new Map(Object.entries(before) as Array<[FieldName, FactValue]>), moment: timeless
})
const all = (...parts: Group['parts']): Group => ({ match: 'all', parts })
const any = (...parts: Group['parts']): Group => ({ match: 'any', parts })
const asks = (field: FieldName, operator: Operator, ...value: string[]): Condition => ({ field, operator, value })
const rule = (id: number, conditions: Group, actions: Action[], stops = false): DecidingRule => ({ id, name: `Rule ${id}`, conditions, actions, stops })

t.test('texts are compared as people read them', async t => {
  const yes: Array<[Operator, FactValue, string]> = [
    ['is', 'Licence  EXPIRED', 'licence expired'], ['contains', 'The licence expired', 'LICENCE'], ['starts', 'Über uns', 'u\u0308ber'], ['ends', 'a@surveys.example', 'surveys.example'],
    ['matches', 'Error 0x8007', '0x[0-9a-f]+'], ['contains_not', null, 'anything'], ['is_not', '', 'x'], ['empty', '', ''], ['filled', 'x', '']
  ]
  for (const [operator, value, wanted] of yes) t.ok(fits(operator, value, [wanted]), `${String(value)} ${operator} ${wanted}`)
  const no: Array<[Operator, FactValue, string]> = [['contains', '', ''], ['contains', null, 'null'], ['starts', 'xab', 'ab'], ['matches', 'abc', '^b'], ['greater', 'many', '3'], ['is', 'ß', 'ss']]
  for (const [operator, value, wanted] of no) t.notOk(fits(operator, value, [wanted]), `${String(value)} not ${operator} ${wanted}`)
})

t.test('lists, numbers and ticks', async t => {
  t.ok(fits('has_one', ['a', 'B'], ['b', 'c']))
  t.notOk(fits('has_all', ['a', 'B'], ['b', 'c']))
  t.ok(fits('has_none', [], ['b']))
  t.ok(fits('greater', 3, ['2']))
  t.notOk(fits('less', 3, ['3']))
  t.ok(fits('is', 3, ['3.0']))
  t.ok(fits('yes', true, []))
  t.ok(fits('no', null, []))
})

t.test('every “not” is the opposite of its operator, whatever is there', async t => {
  const pairs: Array<[Operator, Operator]> = [['is', 'is_not'], ['contains', 'contains_not'], ['starts', 'starts_not'], ['ends', 'ends_not'], ['matches', 'matches_not'], ['one_of', 'none_of'], ['has_one', 'has_none'], ['empty', 'filled'], ['yes', 'no']]
  const value = fc.oneof(fc.string(), fc.constant(null), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 4 }))
  holds(t, fc.tuple(value, fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 })), ([value, wanted]) => {
    for (const [positive, negative] of pairs) assert.notEqual(fits(positive, value, wanted), fits(negative, value, wanted), positive)
  })
})

t.test('a pattern that would hang elsewhere is answered at once', async t => {
  const cpu = process.cpuUsage()
  t.notOk(matches('^(a+)+$', `${'a'.repeat(50_000)}!`))
  t.notOk(matches('(x+x+)+y', 'x'.repeat(50_000)))
  t.ok(process.cpuUsage(cpu).user < 20_000_000, 'an engine that tries every way would need longer than the universe has')
  t.notOk(isPattern('(?=a)a'), 'look-around is refused')
  t.notOk(isPattern('(a)\\1'))
  t.notOk(isPattern('['))
  t.notOk(isComparable('matches', 'text', ['[']))
})

t.test('a pattern finds what its engine finds, though words are looked for first', async t => {
  t.same(neededWords('\\bPR-[0-9]{4}\\b|^urgent:'), ['pr', 'urgent'])
  t.same(neededWords('colou?rs?'), ['colo'])
  for (const unsure of ['a|', '(foo)', '[abc]+', 'x*', '.*', '\\Qab\\E', '\\x41bc', 'ab{0,2}']) t.equal(neededWords(unsure), null, unsure)
  const piece = fc.constantFrom('ab', 'B', 'k', 's', '1', '.', '*', '+', '?', '|', '^', '$', '(', ')', '[ab]', '[^a\\]]', '\\b', '\\d', '\\.', '{2}', '{0,1}', '{', '\\pL', '(?i)', '(?:', '-', 'ä', '\\Q', ']')
  const pattern = fc.array(piece, { maxLength: 7 }).map(pieces => pieces.join(''))
  const text = fc.array(fc.constantFrom('a', 'b', 'A', 'K', '\u212a', '\u017f', 's', '1', '.', '-', '\n', ' ', 'Ä', '(', '{', 'İ'), { maxLength: 12 }).map(chars => chars.join(''))
  holds(t, fc.tuple(pattern, text), ([pattern, text]) => {
    let engine = false
    try { engine = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE).matcher(text).find() } catch { /* it is no pattern */ }
    assert.equal(matches(pattern, text), engine, JSON.stringify({ pattern, text }))
  }, 5000)
})

t.test('groups in groups', async t => {
  const group = all(asks('subject', 'contains', 'printer'), any(asks('priority', 'one_of', '3', '4'), all(asks('tags', 'has_one', 'exam'), asks('source', 'one_of', 'phone'))))
  t.ok(judge(group, facts({ subject: 'My printer', priority: '3' })).holds)
  t.notOk(judge(group, facts({ subject: 'My printer', priority: '2', tags: ['exam'], source: 'web' })).holds)
  t.ok(judge(group, facts({ subject: 'My printer', priority: '2', tags: ['exam'], source: 'phone' })).holds)
  t.equal(conditionsOf(group).length, 4)
  t.ok(judge(all(), facts({})).holds, 'no condition holds always')
  t.ok(judge(any(), facts({})).holds)
})

t.test('a change is one only when an update changed it', async t => {
  const to = all(asks('priority', 'changed_to', '4'))
  t.notOk(judge(to, facts({ priority: '4' })).holds)
  t.ok(judge(to, facts({ priority: '4' }, { priority: '2' })).holds)
  t.notOk(judge(to, facts({ priority: '3' }, { priority: '2' })).holds)
  t.notOk(judge(all(asks('team', 'changed')), facts({ team: '1' }, { priority: '2' })).holds)
})

t.test('rules are asked in order, see what came before, and end where one stops', async t => {
  const decision = decide([
    rule(1, all(asks('subject', 'contains', 'exam')), [{ kind: 'set_priority', priority: 4 }, { kind: 'add_tags', tags: ['exam'] }]),
    rule(2, all(asks('priority', 'one_of', '4'), asks('tags', 'has_one', 'exam')), [{ kind: 'set_team', teamId: 7 }]),
    rule(3, all(asks('priority', 'one_of', '2')), [{ kind: 'set_team', teamId: 8 }]),
    rule(4, all(), [{ kind: 'note', text: 'seen' }], true),
    rule(5, all(), [{ kind: 'trash' }])
  ], facts({ subject: 'Exam sheets', priority: '2' }))
  t.same(decision.effects.map(({ ruleId, action }) => [ruleId, action.kind]), [[1, 'set_priority'], [1, 'add_tags'], [2, 'set_team'], [4, 'note']])
  t.same(decision.verdicts.map(({ holds }) => holds), [true, true, false, true])
  t.equal(decision.stoppedBy, 4)
})

t.test('rules that set against each other end, and the last word counts', async t => {
  const decision = decide([
    rule(1, all(asks('priority', 'one_of', '2')), [{ kind: 'set_priority', priority: 4 }]),
    rule(2, all(asks('priority', 'one_of', '4')), [{ kind: 'set_priority', priority: 2 }])
  ], facts({ priority: '2' }))
  t.same(decision.effects.map(({ action }) => action), [{ kind: 'set_priority', priority: 2 }])
  t.same(decision.overruled, [{ ruleId: 1, action: { kind: 'set_priority', priority: 4 }, by: 2 }], 'and what is not done is told')
})

t.test('the same rules and facts decide the same, change nothing they were given, and each rule speaks once', async t => {
  const field = fc.constantFrom<FieldName>('subject', 'text', 'priority', 'tags', 'team', 'header.x-spam', 'question.3')
  const condition = fc.record({ field, operator: fc.constantFrom<Operator>(...operatorsOf.text, ...operatorsOf.list), value: fc.array(fc.string({ maxLength: 6 }), { maxLength: 3 }) })
  const group = fc.record({ match: fc.constantFrom<'all' | 'any'>('all', 'any'), parts: fc.array(condition, { maxLength: 4 }) })
  const action = fc.oneof(fc.record({ kind: fc.constant('set_priority' as const), priority: fc.constantFrom(1 as const, 2 as const, 3 as const) }), fc.record({ kind: fc.constant('add_tags' as const), tags: fc.array(fc.string(), { maxLength: 2 }) }))
  const rules = fc.array(fc.record({ conditions: group, actions: fc.array(action, { maxLength: 3 }), stops: fc.boolean() }), { maxLength: 8 })
  holds(t, fc.tuple(rules, fc.string(), fc.array(fc.string())), ([given, subject, tags]) => {
    const asked = given.map((each, place) => ({ id: place + 1, name: `Rule ${place + 1}`, ...each }))
    const input = facts({ subject, tags, priority: '2' })
    const copy = JSON.stringify([...input.values])
    const first = decide(asked, input)
    assert.deepEqual(decide(asked, input), first)
    assert.equal(JSON.stringify([...input.values]), copy)
    assert.equal(new Set(first.verdicts.map(({ ruleId }) => ruleId)).size, first.verdicts.length)
    assert.ok(first.effects.every(({ ruleId }) => first.verdicts.find(verdict => verdict.ruleId === ruleId)?.holds === true))
    if (first.stoppedBy === null) assert.equal(first.verdicts.length, asked.length)
  })
})
