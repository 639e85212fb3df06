import { RuleRun } from '../../src/rules/rule-run.entity.js'
import { RuleHit } from '../../src/rules/rule-hit.entity.js'
import { arrangeRules } from '../../src/rules/commands/arrange-rules.js'
import { Participant } from '../../src/tickets/participant.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { inWorld } from '../support/world.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { sendRuleMail } from '../../src/notifications/rule-mail.jobs.js'
import { hour } from '../../src/platform/clock.js'
import { applyEffects } from '../../src/rules/commands/apply-effects.js'
import { all, asks, clearRules, withRule } from './support.js'

inWorld('a rule sends a new ticket where it belongs, and history says so', async (t, world) => {
  const { platform, ask, topics, departments, nadia } = world
  await withRule(world, {
    name: 'Heating goes to Facilities',
    conditions: all(asks('text', 'contains', 'radiator'), asks('topic', 'one_of', String(topics.accounts.id))),
    actions: [{ kind: 'set_department', departmentId: departments.facilities.id }, { kind: 'set_agent', agentId: nadia.id }, { kind: 'set_priority', priority: 4 }, { kind: 'add_tags', tags: ['cold', 'b2'] }, { kind: 'note', text: 'For {requester}, {number}' }]
  })
  const { id } = await ask({ text: 'My RADIATOR is cold.' })
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { id })
  t.match(ticket, { departmentId: departments.facilities.id, assigneeId: nadia.id, priority: 4, state: 'open' })
  t.same((await platform.db.read.findBy(TicketTag, { ticketId: id })).map(({ tag }) => tag).sort(), ['b2', 'cold'])
  t.match(await platform.db.read.findOneBy(ThreadEntry, { ticketId: id, kind: 'note' }), { text: `For Maria, ${ticket.number}`, authorName: 'Heating goes to Facilities' })
  t.match(await platform.db.read.findOneBy(TicketEvent, { ticketId: id, name: 'assigned' }), { details: { automatic: true, rules: ['Heating goes to Facilities'] } })

  const run = await platform.db.read.findOneByOrFail(RuleRun, { ticketId: id })
  t.match(run.lines, [{ name: 'Heating goes to Facilities', holds: true, because: [{ condition: { field: 'text' }, seen: 'My RADIATOR is cold.' }, {}] }])
  t.equal(await platform.db.read.countBy(RuleHit, {}), 1)
})

inWorld('a rule that does not hold says why, and changes nothing', async (t, world) => {
  const { platform, ask, topics } = world
  const rule = await withRule(world, { conditions: all(asks('subject', 'contains', 'printer'), asks('priority', 'one_of', '4')), actions: [{ kind: 'set_priority', priority: 1 }] })
  const { id } = await ask()
  t.match(await platform.db.read.findOneBy(Ticket, { id }), { priority: 2, topicId: topics.accounts.id })
  const { lines } = await platform.db.read.findOneByOrFail(RuleRun, { ticketId: id })
  t.match(lines, [{ ruleId: rule.id, holds: false, because: [{ condition: { field: 'subject', operator: 'contains', value: ['printer'] }, seen: 'I cannot sign in' }], wanted: [] }])
  t.equal(await platform.db.read.countBy(RuleHit, {}), 0)
})

inWorld('a rejected request leaves nothing behind and is told why', async (t, world) => {
  const { platform, ask } = world
  await withRule(world, { conditions: all(asks('requester_domain', 'ends', 'riverside.example')), actions: [{ kind: 'reject', reason: 'Write to the other desk.' }] })
  const before = await platform.db.read.count(Ticket)
  const error = await ask().catch((error: unknown) => error)
  t.match(error, { key: 'tickets.rejected', status: 403, values: { reason: 'Write to the other desk.' } })
  t.equal(await platform.db.read.count(Ticket), before)
})

inWorld('a rule can topic, service level, team, participants, silence and the bin', async (t, world) => {
  const { platform, ask, topics } = world
  await withRule(world, { actions: [{ kind: 'set_topic', topicId: topics.heating.id }, { kind: 'add_participant', email: 'lab@riverside.example' }, { kind: 'silence', whom: 'requester' }, { kind: 'trash' }] })
  const { id } = await ask()
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { id })
  t.match(ticket, { topicId: topics.heating.id, departmentId: topics.heating.departmentId, state: 'trashed' })
  t.equal(await platform.db.read.countBy(Participant, { ticketId: id }), 1)
  t.match(await platform.db.read.findOneBy(TicketEvent, { ticketId: id, name: 'created' }), { details: { silentTo: ['requester'], rules: ['The rule'] } })
})

inWorld('an agent who is gone is passed over, and the strategy decides', async (t, world) => {
  const { platform, ask, nadia } = world
  await withRule(world, { actions: [{ kind: 'set_agent', agentId: nadia.id }] })
  const { id } = await ask()
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { id })
  t.not(ticket.assigneeId, nadia.id, 'she does not work in this department')
})

inWorld('an action that is refused is told in a note, and the others are done', async (t, world) => {
  const { platform, ask } = world
  await withRule(world, { actions: [{ kind: 'add_participant', email: 'no address' }, { kind: 'add_tags', tags: ['seen'] }] })
  const { id } = await ask()
  t.match(await platform.db.read.findOneBy(ThreadEntry, { ticketId: id, kind: 'note' }), { text: /“The rule” could not do all it should/ })
  t.equal(await platform.db.read.countBy(TicketTag, { ticketId: id }), 1)
})

inWorld('a rule out of use says nothing', async (t, world) => {
  const { platform, ask, as, ana } = world
  const rule = await withRule(world, { actions: [{ kind: 'set_priority', priority: 4 }] })
  await arrangeRules(as(ana), 'created', [{ id: rule.id, place: 1, isActive: false }])
  const { id } = await ask()
  t.equal((await platform.db.read.findOneByOrFail(Ticket, { id })).priority, 2)
  t.equal(await platform.db.read.countBy(RuleRun, { ticketId: id }), 0)
})

inWorld('an action that is refused halfway leaves nothing of itself behind', async (t, world) => {
  const { platform, ask, as, ana } = world
  const { id } = await ask()
  await platform.db.transaction(async manager => {
    const actor = { party: 'system' as const, id: null, name: 'The rule', isRule: true as const }
    await applyEffects(as(ana), manager, id, [{ actor, action: { kind: 'close' } }, { actor, action: { kind: 'reply', text: 'Too late', outcome: 'waiting' } }, { actor, action: { kind: 'note', text: 'Seen' } }], { cause: 'a test' })
  })
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: id, kind: 'reply' }), 0)
  t.equal(await platform.db.read.countBy(TicketEvent, { ticketId: id, name: 'replied' }), 0)
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: id, kind: 'note' }), 2, 'what was refused is told, and the rest is done')
})

inWorld('a reply of a rule leaves the ticket waiting for the requester', async (t, world) => {
  const { platform, ask } = world
  await withRule(world, { actions: [{ kind: 'reply', text: 'Which room?', outcome: 'waiting' }] })
  const { id } = await ask()
  t.match(await platform.db.read.findOneBy(Ticket, { id }), { state: 'waiting' })
})

inWorld('rules answer no machine, and nobody without end', async (t, world) => {
  const { platform, ask } = world
  await withRule(world, { actions: [{ kind: 'reply', text: 'We have it.', outcome: 'open' }] })
  const mail = { mailboxId: null, recipients: [], replyTo: null, headers: new Map(), isAutomatic: true }
  const { id } = await ask({ mail, source: 'email' })
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: id, kind: 'reply' }), 0)
  t.match(await platform.db.read.findOneBy(ThreadEntry, { ticketId: id, kind: 'note' }), { text: /machines are not answered/ })

  await clearRules(world)
  await withRule(world, { actions: Array.from({ length: 7 }, () => ({ kind: 'reply' as const, text: 'Again.', outcome: 'open' as const })) })
  const other = await ask()
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: other.id, kind: 'reply' }), 5)
  t.match(await platform.db.read.findOneBy(ThreadEntry, { ticketId: other.id, kind: 'note' }), { text: /5 answers here within a day/ })
})

inWorld('a ticket for which rules have sent many mails gets a note instead of another', async (t, { platform, ask }) => {
  const { id } = await ask()
  const to = Array.from({ length: 10 }, (_each, place) => `reader${place}@riverside.example`)
  const mail = { ticketId: id, rule: 'The rule', subject: 'Look', text: 'Please.' }
  for (const cause of ['one', 'two', 'three']) await sendRuleMail(platform, { ...mail, to: [...to, 'it@riverside.example'], cause })
  t.equal(await platform.db.read.countBy(Mail, { ticketId: id, template: 'rule_mail' }), 20, 'none of them to the desk itself')
  t.match(await platform.db.read.findBy(ThreadEntry, { ticketId: id, kind: 'note' }), [{ text: /20 mails about this ticket/ }])

  platform.clock.advance(25 * hour)
  await sendRuleMail(platform, { ...mail, to: to.slice(0, 1), cause: 'four' })
  t.equal(await platform.db.read.countBy(Mail, { ticketId: id, template: 'rule_mail' }), 21, 'the next day is another')
})
