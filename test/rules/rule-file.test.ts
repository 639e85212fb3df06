import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { actionPlaces, routeWays, type Action } from '../../src/rules/action.js'
import { addRule } from '../../src/rules/commands/save-rule.js'
import type { Condition, Group } from '../../src/rules/condition.js'
import type { RuleChoices } from '../../src/rules/known.queries.js'
import { bareOperators, comparandOf, operatorsOf, type Operator } from '../../src/rules/operators.js'
import { readRuleFile } from '../../src/rules/read-rule-file.js'
import { Rule } from '../../src/rules/rule.entity.js'
import { ruleFields, triggers, type NamedField } from '../../src/rules/rule-fields.js'
import { timedFields } from '../../src/rules/timing.js'
import { writeRuleFile, type FileRule } from '../../src/rules/write-rule-file.js'
import { Team } from '../../src/teams/team.entity.js'
import { cookieFor } from '../support/app.js'
import { holds } from '../support/property.js'
import { onPortal, type Portal } from '../tickets/portal-support.js'
import { all, asks, clearRules, withRule } from './support.js'

const named = (...names: string[]) => names.map((name, place) => ({ id: place + 1, name }))
const choices: RuleChoices = {
  topics: named('Printing', 'Accounts'), departments: named('IT', 'Facilities'), teams: named('Printers', 'Printers', '#1', 'Über “uns”'), agents: named('Ana', 'Ben'), policies: named('Standard'),
  statuses: named('Looked at', 'Supplier'), companies: named('Riverside', 'Kestrel', 'Kestrel'), schedules: named('Campus', 'Night'), webhooks: named('Chat', 'Chat'), questions: [{ id: 7, name: 'Printing: Which?', kind: 'short_text', options: [] }, { id: 9, name: 'Printing: Which?', kind: 'choice', options: [] }], ownAddresses: new Set()
}

const text = fc.string({ maxLength: 20, unit: 'binary' }).map(each => each.toWellFormed())
const idOf = (max: number) => fc.integer({ min: 1, max })
const idFields: Record<string, number> = { topic: 2, department: 2, team: 4, assignee: 2, status: 2, priority: 4, company: 3, sla_policy: 1 }
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(...Object.keys(ruleFields) as NamedField[]), fc.constantFrom('question.7' as const, 'question.9' as const), fc.constant('header.x-spam' as const)
).chain(field => fc.record({
  field: fc.constant(field), operator: fc.constantFrom<Operator>(...Object.values(operatorsOf).flat()), value: fc.array(field in idFields ? idOf(idFields[field]!).map(String) : text, { minLength: 1, maxLength: 3 })
})).map(each => bareOperators.has(each.operator) ? { ...each, value: [] } : comparandOf(each.operator) === 'hours' ? { ...each, value: ['2'] } : each)
const match = fc.constantFrom<'all' | 'any'>('all', 'any')
const group: fc.Arbitrary<Group> = fc.record({ match, parts: fc.array(fc.oneof(condition, fc.record({ match, parts: fc.array(condition, { maxLength: 3 }) })), { maxLength: 4 }) })
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('set_priority' as const), priority: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const) }), fc.record({ kind: fc.constant('set_topic' as const), topicId: idOf(2) }),
  fc.record({ kind: fc.constant('set_department' as const), departmentId: idOf(2) }), fc.record({ kind: fc.constant('set_team' as const), teamId: fc.option(idOf(4)) }), fc.record({ kind: fc.constant('set_agent' as const), agentId: fc.option(idOf(2)) }),
  fc.record({ kind: fc.constant('set_sla' as const), policyId: idOf(1) }), fc.record({ kind: fc.constant('set_status' as const), statusId: idOf(2) }), fc.record({ kind: fc.constantFrom('add_tags' as const, 'remove_tags' as const), tags: fc.array(text, { maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom('route' as const, 'route_anew' as const), way: fc.constantFrom(...routeWays) }),
  fc.record({ kind: fc.constant('add_tasks' as const), tasks: fc.array(text, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('add_participant' as const), email: text }), fc.record({ kind: fc.constant('note' as const), text }), fc.record({ kind: fc.constant('reply' as const), text, outcome: fc.constantFrom('open' as const, 'waiting' as const, 'resolved' as const) }),
  fc.record({ kind: fc.constant('send_mail' as const), to: fc.array(text, { maxLength: 3 }), subject: text, text }), fc.record({ kind: fc.constant('silence' as const), whom: fc.constantFrom('requester' as const, 'agents' as const) }),
  fc.record({ kind: fc.constant('call_webhook' as const), webhookId: idOf(2) }), fc.record({ kind: fc.constant('set_due' as const), span: text }), fc.record({ kind: fc.constant('hold' as const), span: text, reason: text }),
  fc.record({ kind: fc.constant('refer_to_department' as const), departmentId: idOf(2), reason: text }), fc.record({ kind: fc.constant('refer_to_team' as const), teamId: idOf(4), reason: text }), fc.record({ kind: fc.constant('refer_to_agent' as const), agentId: idOf(2), reason: text }),
  fc.record({ kind: fc.constant('set_answer' as const), questionId: fc.constantFrom(7, 9), value: text }),
  fc.record({ kind: fc.constantFrom('use_reply_to' as const, 'close' as const, 'trash' as const) }), fc.record({ kind: fc.constant('reject' as const), reason: text })
)
const rule: fc.Arbitrary<FileRule> = fc.record({ name: text, trigger: fc.constantFrom(...triggers), timing: fc.option(fc.record({ span: text, side: fc.constantFrom('before' as const, 'after' as const), of: fc.constantFrom(...timedFields, 'question.7' as const) })), conditions: group, actions: fc.array(action, { maxLength: 5 }), stops: fc.boolean(), isActive: fc.boolean() })

t.test('what is written is read again as it was, whatever the rules are', async t => {
  const kinds = new Set<string>()
  holds(t, fc.array(rule, { maxLength: 5 }), rules => {
    for (const { actions } of rules) for (const { kind } of actions) kinds.add(kind)
    const plain = JSON.parse(JSON.stringify(rules)) as FileRule[]
    assert.deepEqual(readRuleFile(writeRuleFile(plain, choices), choices), { rules: plain, troubles: [] })
  })
  t.same([...kinds].sort(), Object.keys(actionPlaces).sort(), 'every action was drawn')
})

t.test('names that could be taken for each other are numbers, and everything else is a name', async t => {
  const file = writeRuleFile([{ name: 'x', trigger: 'created', timing: null, conditions: all(asks('team', 'one_of', '2', '4'), asks('priority', 'one_of', '4')), actions: [{ kind: 'set_topic', topicId: 1 }], stops: false, isActive: true }], choices)
  t.match(JSON.parse(file), { rules: [{ when: 'created', if: { all: [{ field: 'team', is: 'one_of', value: ['#2', 'Über “uns”'] }, { value: ['urgent'] }] }, then: [{ do: 'set_topic', topic: 'Printing' }] }] })
})

t.test('whatever is wrong is told with its place, and no text makes it fall over', async t => {
  const troubles = (value: unknown) => readRuleFile(typeof value === 'string' ? value : JSON.stringify({ rules: [value] }), choices).troubles.map(({ at, key }) => `${at} ${key}`)
  t.same(troubles('{\n"rules": [\n}'), [' rules.file.no_json'])
  t.match(readRuleFile('{\n"rules": [\n}', choices).troubles, [{ values: { line: 3 } }])
  t.same(troubles('[]'), [' rules.file.no_object', 'rules rules.file.no_list'])
  const good = { name: 'x', when: 'created', if: { all: [] }, then: [] }
  t.same(troubles(good), [])
  t.same(troubles({ ...good, whenn: 1 }), ['rules[1].whenn rules.file.unknown'])
  t.same(troubles({ ...good, if: { all: [{ field: 'team', is: 'one_of', value: ['Nobody'] }] } }), ['rules[1].if.all[1].value[1] rules.file.no_team'])
  t.same(troubles({ ...good, if: { all: [{ question: 'Printing: Which?', is: 'filled' }] } }), ['rules[1].if.all[1].question rules.file.no_question'], 'two are called so')
  t.same(troubles({ ...good, then: [{ do: 'fly' }] }), ['rules[1].then[1].do rules.file.no_choice', 'rules[1].then[1].priority rules.file.no_choice'])
  holds(t, fc.json(), json => { readRuleFile(json, choices) })
  holds(t, fc.anything(), value => { readRuleFile(JSON.stringify({ rules: [value] }) ?? '', choices) })
})

async function openPage ({ app, platform, agents, visitor }: Portal) {
  const browser = visitor()
  browser.signInWith(await cookieFor(platform, { agentId: agents.ana.id }))
  return { get: async (url: string) => browser.get(url), take: async (content: string) => browser.upload('/admin/rules/file', {}, content === '' ? [] : [{ field: 'file', name: 'rules.json', content, type: 'application/json' }]), app }
}

onPortal('rules go out as a file and come in again, on this desk and a second time', async (t, portal) => {
  const { platform, topics, departments, ana } = portal
  const page = await openPage(portal)
  await withRule(portal, { name: 'Heating', conditions: { match: 'any', parts: [asks('topic', 'one_of', String(topics.heating.id)), all(asks('text', 'matches', 'cold|warm'), asks('priority', 'one_of', '3', '4'))] }, actions: [{ kind: 'set_department', departmentId: departments.facilities.id }, { kind: 'set_agent', agentId: ana.id }], stops: true })
  await withRule(portal, { name: 'Silence', trigger: 'time', timing: { span: '90 minutes', side: 'after', of: 'active_at' }, actions: [{ kind: 'note', text: 'Nobody\nlooked' }] })
  const rules = async () => (await platform.db.read.find(Rule, { order: { trigger: 'ASC', position: 'ASC' } })).map(({ name, trigger, conditions, actions, stops, timing, isActive }) => ({ name, trigger, conditions, actions, stops, timing, isActive }))
  const before = await rules()

  const file = await page.get('/admin/rules/rules.json')
  t.match(file.headers['content-disposition'], 'rules.json')
  t.match(file.body, '"department": "Facilities"')
  await clearRules(portal)
  t.equal((await page.take(file.body)).statusCode, 303)
  t.same(await rules(), before)
  t.equal((await page.take(file.body)).statusCode, 303)
  t.same(await rules(), before, 'the second time doubles nothing')

  t.equal((await page.take(file.body.replace('Nobody\\nlooked', 'Look!').replace(/"inUse": true/g, '"inUse": false'))).statusCode, 303)
  t.match(await rules(), [{ name: 'Heating', isActive: false }, { name: 'Silence', isActive: false, actions: [{ text: 'Look!' }] }])
  t.match((await page.get('/admin/rules/file')).body, 'All 2 rules')
})

onPortal('a file with anything wrong in it is refused as a whole, in words', async (t, portal) => {
  const { platform } = portal
  const page = await openPage(portal)
  const { name } = await platform.db.read.findOneByOrFail(Team, {})
  const good = { name: 'Good', when: 'created', then: [{ do: 'set_team', team: name }] }
  const refused: Array<[unknown, RegExp]> = [
    ['', /Choose a file/], ['{', /breaks in line 1/], [{ rules: [good, { ...good, name: 'Bad', then: [{ do: 'set_team', team: 'Nobody <b>' }] }] }, /rules\[2\]\.then\[1\]\.team: There is no single team “Nobody &lt;b&gt;” in use/],
    [{ rules: [good, { ...good, name: 'Never', if: { all: [{ field: 'subject', is: 'empty' }, { field: 'subject', is: 'contains', value: ['x'] }] } }] }, /rules\[2\]\.conditions: These conditions can never hold together/],
    [{ rules: [good, { ...good, name: '' }] }, /rules\[2\]\.name: /]
  ]
  for (const [content, words] of refused) {
    const answer = await page.take(typeof content === 'string' ? content : JSON.stringify(content))
    t.equal(answer.statusCode, 422, JSON.stringify(content))
    t.match(answer.body, words)
    t.equal(await platform.db.read.count(Rule), 0, 'not even the good one')
  }
  await addRule(portal.as(portal.ana), { name: 'Up', trigger: 'created', conditions: all(asks('priority', 'one_of', '2')), actions: [{ kind: 'set_priority', priority: 4 }], stops: false, timing: null })
  t.match((await page.take(JSON.stringify({ rules: [{ name: 'Down', when: 'created', if: { all: [{ field: 'priority', is: 'one_of', value: ['urgent'] }] }, then: [{ do: 'set_priority', priority: 'normal' }] }] }))).body, /rules\[1\]\.actions: “Up” would set back/)

  const ben = portal.visitor()
  ben.signInWith(await cookieFor(platform, { agentId: portal.agents.ben.id }))
  for (const url of ['/admin/rules/file', '/admin/rules/rules.json']) t.equal((await ben.get(url)).statusCode, 404)
})
