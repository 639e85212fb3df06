import t from 'tap'
import { findContradiction } from '../../src/rules/contradiction.js'
import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { runMacro } from '../../src/rules/commands/run-macro.js'
import { addMacro } from '../../src/rules/commands/save-macro.js'
import { findRuleChoices } from '../../src/rules/known.queries.js'
import { toldWords } from '../../src/rules/past-trial.presenter.js'
import { actionPieces } from '../../src/rules/rule-words.presenter.js'
import { translator } from '../../src/platform/i18n/translate.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { listReferrals } from '../../src/tickets/referral.queries.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { refused } from '../support/refused.js'
import { inWorld } from '../support/world.js'
import { all, asks, withRule } from './support.js'

inWorld('a rule refers a new ticket, and one to which something happens, in its own name', async (t, world) => {
  const { as, ana, nadia, departments: { facilities }, platform } = world
  await withRule(world, { name: 'Doors', actions: [{ kind: 'refer_to_department', departmentId: facilities.id, reason: 'Please look at {number}' }] })
  await withRule(world, { name: 'Urgent', trigger: 'updated', conditions: all(asks('priority', 'changed_to', '4')), actions: [{ kind: 'refer_to_agent', agentId: nadia.id, reason: 'It is urgent' }] })
  const ticket = await world.ask()
  t.match(await listReferrals(platform.db.read, ticket.id), [{ departmentId: facilities.id, byName: 'Doors', reason: `Please look at ${ticket.number}` }])

  await editTicket(as(ana), { ticketId: ticket.id, version: null, priority: 4 })
  const { id: eventId } = await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: ticket.id, name: 'priority_changed' })
  for (let round = 0; round < 2; round += 1) await runEventRules(platform, { eventId })
  t.match((await listReferrals(platform.db.read, ticket.id))[1], { agentId: nadia.id, byName: 'Urgent' })
  t.match(await platform.db.read.findBy(TicketEvent, { ticketId: ticket.id, name: 'referred' }), [{ details: { byRule: true } }, { details: { byRule: true } }], 'which no rule answers')
})

inWorld('who cannot be asked is told in a note, and the rule’s other actions are done', async (t, world) => {
  const { departments: { it }, platform } = world
  await withRule(world, { name: 'In vain', actions: [{ kind: 'refer_to_department', departmentId: it.id, reason: 'Look' }, { kind: 'add_tags', tags: ['seen'] }] })
  const ticket = await world.ask()
  t.same(await listReferrals(platform.db.read, ticket.id), [])
  t.match(await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: ticket.id, kind: 'note' }), { text: /In vain[^]*The ticket is in this department already/ })
  t.equal(await platform.db.read.countBy(TicketEvent, { ticketId: ticket.id, name: 'tags_changed' }), 1)
})

inWorld('a macro refers in the agent’s name', async (t, world) => {
  const { as, ana, ben, nadia, platform } = world
  const ticket = await world.ask()
  const macro = await addMacro(as(ana), { name: 'Ask Nadia', departmentId: null, actions: [{ kind: 'refer_to_agent', agentId: nadia.id, reason: 'Is it locked?' }], isActive: true })
  await runMacro(as(ben), { macroId: macro.id, ticketId: ticket.id, key: 'one' })
  t.match(await listReferrals(platform.db.read, ticket.id), [{ agentId: nadia.id, byName: 'Ben Ortiz' }])
})

inWorld('it is written without script, is refused without a reason or for who is gone, and reads as a sentence in both languages', async (t, world) => {
  const { ana, nadia, platform } = world
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const post = async (values: Record<string, string>) => app.inject({ method: 'POST', url: '/admin/rules', headers: { ...ownForm, cookie: await cookieFor(platform, { agentId: ana.id }) }, payload: form({ version: '0', trigger: 'created', 'g.count': '0', actions: '1', name: 'Doors', 'a0.kind': 'refer_to_agent', ...values }) })
  t.match((await post({ 'a0.value': String(nadia.id), 'a0.line': ' ' })).body, 'This must not be empty')
  t.match((await post({ 'a0.value': '99', 'a0.line': 'Is it locked?' })).body, 'Choose something that is still in use')
  const draft = await post({ 'a0.value': String(nadia.id), 'a0.line': 'Is it locked?', act: 'add-condition:g' })
  t.match(draft.body, /name="a0\.line" value="Is it locked\?"/, 'a step of the builder keeps what was typed')
  t.equal((await post({ 'a0.value': String(nadia.id), 'a0.line': 'Is it locked?' })).statusCode, 303)
  t.match((await app.inject({ url: '/admin/rules', headers: { cookie: await cookieFor(platform, { agentId: ana.id }) } })).body, 'Nadia Farouk: Is it locked?')

  const choices = await findRuleChoices(platform.db.read)
  const words = (locale: 'en' | 'de') => actionPieces({ kind: 'refer_to_agent', agentId: nadia.id, reason: 'Is it locked?' }, choices, translator(locale)).map(({ text }) => text).join(' ')
  t.same([words('en'), words('de')], ['ask to look: agent Nadia Farouk: Is it locked?', 'hinzuziehen: die Person Nadia Farouk: Is it locked?'])
  const told = (action: Parameters<typeof toldWords>[0][number]) => toldWords([action], { values: new Map() } as never, choices, translator('en'))
  t.match(told({ kind: 'refer_to_agent', agentId: nadia.id, reason: 'x' }), 'Nadia Farouk')
  t.match(told({ kind: 'refer_to_department', departmentId: world.departments.facilities.id, reason: 'x' }), 'Facilities')
  t.same(await refused(async () => withRule(world, { actions: [{ kind: 'close' }, { kind: 'refer_to_agent', agentId: nadia.id, reason: 'x' }] })), ['action2 rules.action.contradicts'])
})

t.test('a rule does not refer what it closes, nor to where it moves it', async t => {
  const refers = { kind: 'refer_to_department', departmentId: 1, reason: 'x' } as const
  t.equal(findContradiction([refers, { kind: 'set_department', departmentId: 1 }]), 1)
  t.equal(findContradiction([{ kind: 'set_department', departmentId: 1 }, refers]), 1)
  t.equal(findContradiction([refers, { kind: 'set_department', departmentId: 2 }]), null)
  t.equal(findContradiction([{ kind: 'trash' }, { kind: 'refer_to_team', teamId: 1, reason: 'x' }]), 1)
})
