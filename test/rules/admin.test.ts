import t from 'tap'
import { conditionsOf } from '../../src/rules/condition.js'
import { readDraft } from '../../src/rules/rule-form.js'
import { RuleRun } from '../../src/rules/rule-run.entity.js'
import { Rule } from '../../src/rules/rule.entity.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { inWorld, type World } from '../support/world.js'
import { all, asks, withRule } from './support.js'

type Values = Record<string, string | string[]>

async function openAdmin ({ platform, agents }: World, agentId = agents.ana.id) {
  const app = await openTestApp(platform)
  const cookie = await cookieFor(platform, { agentId })
  return {
    close: async () => app.close(),
    get: async (url: string) => app.inject({ url, headers: { cookie } }),
    post: async (url: string, values: Values) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload: form(values) })
  }
}

inWorld('a rule is written field by field without script, and then holds', async (t, world) => {
  const { platform, ask, topics } = world
  const admin = await openAdmin(world)
  t.teardown(admin.close)
  let values: Values = { version: '0', trigger: 'created', 'g.match': 'all', 'g.count': '0', actions: '0', name: 'Licences go first' }

  const withField = await admin.post('/admin/rules', { ...values, act: 'add-condition:g', 'g.new': 'text' })
  t.equal(withField.statusCode, 200)
  t.match(withField.body, 'name="g.0.operator"')
  t.match(withField.body, 'value="Licences go first"', 'what was typed is still there')
  values = { ...values, 'g.count': '2', 'g.0.field': 'text', 'g.0.operator': 'contains', 'g.0.value': 'licence\nlicense', 'g.1.field': 'topic', 'g.1.operator': 'one_of', 'g.1.value': String(topics.accounts.id) }
  t.match((await admin.post('/admin/rules', { ...values, act: 'add-action', newAction: 'set_priority' })).body, 'name="a0.value"')
  t.equal(await platform.db.read.count(Rule), 0, 'nothing is saved on the way')

  values = { ...values, actions: '2', 'a0.kind': 'set_priority', 'a0.value': '4', 'a1.kind': 'add_tags', 'a1.value': 'licence, software' }
  const saved = await admin.post('/admin/rules', values)
  t.equal(saved.statusCode, 303)
  t.match(await platform.db.read.findOneByOrFail(Rule, {}), { name: 'Licences go first', conditions: { match: 'all', parts: [{ value: ['licence', 'license'] }, { field: 'topic' }] }, actions: [{ priority: 4 }, { tags: ['licence', 'software'] }] })
  t.match(await platform.db.read.findOneBy(AuditEntry, { action: 'rule.created' }), { subjectName: 'Licences go first' })

  const list = (await admin.get('/admin/rules')).body
  t.match(list, /<i>When<\/i> a ticket comes <i>and<\/i> text contains <b>licence<\/b> or <b>license<\/b> <i>and<\/i> topic is <b>Accounts and passwords<\/b>, <i>then<\/i> set the priority to <b>Urgent<\/b>, add tags <b>licence, software<\/b>/)
  const { id } = await ask({ text: 'It says: LICENSE expired' })
  t.equal((await platform.db.read.findOneByOrFail(Ticket, { id })).priority, 4)
  t.match((await admin.get(`/desk/tickets/${id}/rules`)).body, /Licences go first: <b>yes<\/b>/)
  t.match((await admin.get('/admin/rules')).body, '1 hit in 30 days')
})

inWorld('wrong rules are refused in words, with everything that was typed', async (t, world) => {
  const { platform } = world
  const admin = await openAdmin(world)
  t.teardown(admin.close)
  const base: Values = { version: '0', trigger: 'created', 'g.match': 'all', 'g.count': '1', 'g.0.field': 'subject', 'g.0.operator': 'contains', 'g.0.value': 'x', actions: '1', 'a0.kind': 'set_priority', 'a0.value': '3', name: 'Kept name' }
  const cases: Array<[Values, RegExp]> = [
    [{ name: '' }, /href="#name"/],
    [{ 'g.0.operator': 'matches', 'g.0.value': '(?=a)b' }, /pattern without look-around/],
    [{ 'g.0.value': ' ' }, /Say what it is compared with/],
    [{ 'g.0.field': 'question.99999' }, /field that still exists/],
    [{ 'g.0.operator': 'changed' }, /not a choice|Choose/i],
    [{ 'g.count': '2', 'g.1.field': 'subject', 'g.1.operator': 'contains_not', 'g.1.value': 'x' }, /can never hold together/],
    [{ actions: '0' }, /Say what happens/],
    [{ 'a0.kind': 'set_agent', 'a0.value': '99999' }, /still in use/],
    [{ 'a0.kind': 'note', 'a0.value': '' }, /must not be empty/],
    [{ 'a0.kind': 'send_mail', 'a0.value': 'x', 'a0.subject': 'x', 'a0.to': '' }, /to whom/],
    [{ 'a0.kind': 'send_mail', 'a0.value': 'x', 'a0.subject': 'x', 'a0.to': 'a@b.example, x@' }, /“x@” is no address/],
    [{ 'a0.kind': 'send_mail', 'a0.value': 'x', 'a0.subject': 'x', 'a0.to': 'IT@riverside.example' }, /address of the desk itself/],
    [{ trigger: 'time', 'timing.amount': '0', 'timing.unit': 'hours', 'timing.of': 'active_at' }, /href="#timing"/], [{ trigger: 'time', 'timing.amount': '2', 'timing.unit': 'hours', 'timing.of': 'closed_at', 'timing.side': 'before' }, /Nobody knows this time/]
  ]
  for (const [wrong, words] of cases) {
    const answer = await admin.post('/admin/rules', { ...base, ...wrong })
    t.equal(answer.statusCode, 422, JSON.stringify(wrong))
    t.match(answer.body, words)
    if (wrong.name === undefined) t.match(answer.body, 'value="Kept name"')
  }
  t.equal(await platform.db.read.count(Rule), 0)
  t.equal((await admin.get('/admin/rules/99')).statusCode, 404)
})

inWorld('order and switches are saved together; a stale page overwrites nothing', async (t, world) => {
  const { platform } = world
  const admin = await openAdmin(world)
  t.teardown(admin.close)
  const one = await withRule(world, { name: 'One', actions: [{ kind: 'set_priority', priority: 1 }] })
  const two = await withRule(world, { name: 'Two', actions: [{ kind: 'set_priority', priority: 3 }] })
  const order = { trigger: 'created', id: [String(one.id), String(two.id)], [`place${one.id}`]: '2', [`place${two.id}`]: '1', [`on${two.id}`]: 'on' }
  t.equal((await admin.post('/admin/rules/order', order)).statusCode, 303)
  const rules = await platform.db.read.find(Rule, { order: { position: 'ASC' } })
  t.match(rules, [{ name: 'Two', isActive: true }, { name: 'One', isActive: false }])
  t.equal((await admin.post('/admin/rules/order', order)).statusCode, 303, 'pressed twice')

  const stale = await admin.post(`/admin/rules/${two.id}`, { version: '0', trigger: 'created', 'g.count': '0', actions: '1', 'a0.kind': 'trash', name: 'My text' })
  t.equal(stale.statusCode, 409)
  t.match(stale.body, 'value="My text"')
  const current = rules.find(({ name }) => name === 'Two')
  t.equal((await admin.post(`/admin/rules/${two.id}/removal`, { version: String(current?.version) })).statusCode, 303)
  t.equal(await platform.db.read.count(Rule), 1)
})

inWorld('a pasted message shows what would happen, and nothing does', async (t, world) => {
  const { platform } = world
  const admin = await openAdmin(world)
  t.teardown(admin.close)
  await withRule(world, { name: 'Surveys', conditions: all(asks('requester_domain', 'is', 'surveys.example')), actions: [{ kind: 'trash' }], stops: true })
  await withRule(world, { name: 'Loud', conditions: all(asks('header.x-priority', 'is', '1')), actions: [{ kind: 'set_priority', priority: 4 }] })
  const before = await platform.db.read.count(Ticket)

  const spam = (await admin.post('/admin/rules/trials', { sample: 'From: A <a@surveys.example>\nSubject: Win\n\nNow' })).body
  t.match(spam, /move to the bin/)
  t.match(spam, /not asked: “Surveys” stops/)
  const loud = (await admin.post('/admin/rules/trials', { sample: 'From: b@example.org\nX-Priority: 1\nSubject: Help\n\nSoon <script>' })).body
  t.match(loud, /set the priority to <b>Urgent<\/b>/)
  t.match(loud, /Surveys: <b>no<\/b>/)
  t.notMatch(loud, '<script>')
  t.equal((await admin.post('/admin/rules/trials', { sample: ' ' })).statusCode, 422)
  t.equal(await platform.db.read.count(Ticket), before)
})

inWorld('one ticket shows what the rules would say of it now and who would be mailed, and nothing happens', async (t, world) => {
  const { platform, ask, as, ana } = world
  const admin = await openAdmin(world)
  t.teardown(admin.close)
  await withRule(world, { name: 'Gone urgent', trigger: 'updated', conditions: all(asks('priority', 'changed_to', '4')), actions: [{ kind: 'send_mail', to: ['requester', 'manager'], subject: 'x', text: 'y' }, { kind: 'set_priority', priority: 3 }] })
  const { id, number } = await ask()
  const quiet = await admin.post('/admin/rules/trials', { trigger: 'updated', number })
  t.match(quiet.body, /Gone urgent: <b>no<\/b>/)
  await editTicket(as(ana), { ticketId: id, version: null, priority: 4 })
  const page = (await admin.post('/admin/rules/trials', { trigger: 'updated', number: `#${number}` })).body
  t.match(page, /Gone urgent: <b>yes<\/b>/)
  t.match(page, /Mail to maria@riverside\.example, the head of the department/)
  t.match(page, `value="#${number}"`)
  await admin.post('/admin/rules/trials', { trigger: 'time', number })
  t.equal((await platform.db.read.findOneByOrFail(Ticket, { id })).priority, 4)
  t.equal(await platform.db.read.count(RuleRun), 0)
  const wrong = await admin.post('/admin/rules/trials', { trigger: 'updated', number: '<99>' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, /There is no such ticket/)
})

inWorld('rules are for admins of the work alone, and what they said for agents who may see the ticket', async (t, world) => {
  const { agents, ask } = world
  const ben = await openAdmin(world, agents.ben.id)
  const nadia = await openAdmin(world, agents.nadia.id)
  t.teardown(async () => Promise.all([ben.close(), nadia.close()]))
  t.equal((await ben.get('/admin/rules')).statusCode, 404)
  const { id } = await ask()
  t.equal((await ben.get(`/desk/tickets/${id}/rules`)).statusCode, 200)
  t.equal((await nadia.get(`/desk/tickets/${id}/rules`)).statusCode, 404)
})

inWorld('conditions stand in groups of groups, built button by button without script', async (t, world) => {
  const { platform } = world
  const admin = await openAdmin(world)
  t.teardown(admin.close)
  let values: Values = { version: '0', trigger: 'created', name: 'Nested', 'g.match': 'all', 'g.count': '0', actions: '1', 'a0.kind': 'set_priority', 'a0.value': '4' }
  t.match((await admin.post('/admin/rules', { ...values, act: 'add-group:g' })).body, 'name="g.0.count" value="0"')
  values = { ...values, 'g.count': '2', 'g.0.field': 'subject', 'g.0.operator': 'contains', 'g.0.value': 'lamp', 'g.1.match': 'any', 'g.1.count': '0' }
  t.match((await admin.post('/admin/rules', { ...values, act: 'add-group:g.1' })).body, 'name="g.1.0.count" value="0"')
  values = { ...values, 'g.1.count': '2', 'g.1.0.match': 'all', 'g.1.0.count': '2', 'g.1.0.0.field': 'text', 'g.1.0.0.operator': 'contains', 'g.1.0.0.value': 'dark', 'g.1.0.1.match': 'any', 'g.1.0.1.count': '0', 'g.1.1.field': 'priority', 'g.1.1.operator': 'one_of', 'g.1.1.value': ['3', '4'] }
  const deepest = (await admin.post('/admin/rules', { ...values, act: 'add-condition:g.1.0.1', 'g.1.0.1.new': 'source' })).body
  t.match(deepest, 'name="g.1.0.1.0.field" value="source"')
  t.match(deepest, 'Group 2.1.2')
  t.notMatch(deepest, 'value="add-group:g.1.0.1"', 'no deeper than four')
  t.notMatch((await admin.post('/admin/rules', { ...values, act: 'remove:g.1.0' })).body, 'g.1.0.0.value')

  values = { ...values, 'g.1.0.1.count': '1', 'g.1.0.1.0.field': 'source', 'g.1.0.1.0.operator': 'one_of', 'g.1.0.1.0.value': 'web' }
  const wrong = await admin.post('/admin/rules', { ...values, 'g.1.0.0.value': '' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, /href="#condition2"[\s\S]*id="condition2"[\s\S]*Say what it is compared with/)
  t.equal((await admin.post('/admin/rules', values)).statusCode, 303)
  const { id, conditions } = await platform.db.read.findOneByOrFail(Rule, {})
  t.same(conditions, all(asks('subject', 'contains', 'lamp'), { match: 'any', parts: [all(asks('text', 'contains', 'dark'), { match: 'any', parts: [asks('source', 'one_of', 'web')] }), asks('priority', 'one_of', '3', '4')] }))
  t.match((await admin.get(`/admin/rules/${id}`)).body, /name="g\.1\.0\.1\.0\.value"[\s\S]*value="web" selected/)
  t.match((await admin.get('/admin/rules')).body, /\(text contains <b>dark<\/b> <i>and<\/i> \(way in is/)
})

t.test('whatever a form claims to hold, no more is read than a rule can have', async t => {
  const typed = Object.fromEntries(Array.from({ length: 4 }, (_each, depth) => [`g${'.0'.repeat(depth)}.count`, '1000000']))
  t.ok(conditionsOf(readDraft(typed).conditions).length <= 60)
  const deep = Object.fromEntries(Array.from({ length: 100 }, (_each, depth) => [`g${'.0'.repeat(depth)}.count`, '1']))
  t.ok(JSON.stringify(readDraft(deep).conditions).length < 5000)
})
