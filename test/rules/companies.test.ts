import { findAsker } from '../../src/accounts/belonging.queries.js'
import { archiveCompany } from '../../src/companies/commands/archive-company.js'
import { addMember } from '../../src/companies/commands/place-person.js'
import { minute } from '../../src/platform/clock.js'
import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { runTimeRules } from '../../src/rules/commands/run-time-rules.js'
import { findRuleChoices } from '../../src/rules/known.queries.js'
import { readRuleFile } from '../../src/rules/read-rule-file.js'
import { Rule } from '../../src/rules/rule.entity.js'
import type { Trigger } from '../../src/rules/rule-fields.js'
import { writeRuleFile } from '../../src/rules/write-rule-file.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { addCompany } from '../companies/support.js'
import { inWorld, type World } from '../support/world.js'
import { all, asks, withRule } from './support.js'

async function tagsOf ({ platform }: World, ticketId: number): Promise<string[]> {
  for (const { id } of await platform.db.read.findBy(TicketEvent, { ticketId })) await runEventRules(platform, { eventId: id })
  await runTimeRules(platform)
  return (await platform.db.read.findBy(TicketTag, { ticketId })).map(({ tag }) => tag).sort()
}

inWorld('rules of every kind ask for which company a ticket was opened, by choice and by name', async (t, world) => {
  const { ana, as, platform } = world
  const { id } = await addCompany(world)
  await addCompany(world, { name: 'Kestrel', domains: ['kestrel.example'] })
  for (const trigger of ['created', 'message', 'updated', 'time'] satisfies Trigger[]) {
    const conditions = all(asks('company', 'one_of', String(id)), asks('company_name', 'starts', 'river'))
    await withRule(world, { name: trigger, trigger, conditions, actions: [{ kind: 'add_tags', tags: [trigger] }], ...(trigger === 'time' && { timing: { span: '30 minutes', side: 'after' as const, of: 'active_at' as const } }) })
  }
  const ours = await world.ask()
  const theirs = await world.ask({ requester: { name: 'Kim', email: 'kim@kestrel.example' } })
  const nobodys = await world.ask({ requester: { name: 'Olu', email: 'olu@elsewhere.example' } })
  platform.clock.advance(minute)
  await receiveMessage(as(await world.person('Maria')), { ticketId: ours.id, text: 'Still.', source: 'web' })
  for (const ticketId of [ours.id, theirs.id, nobodys.id]) await editTicket(as(ana), { ticketId, version: null, priority: 4 })
  platform.clock.advance(31 * minute)
  t.same(await tagsOf(world, ours.id), ['created', 'message', 'time', 'updated'])
  t.same([await tagsOf(world, theirs.id), await tagsOf(world, nobodys.id)], [[], []])
})

inWorld('a rule for new tickets knows the company of a person by hand before that of the domain', async (t, world) => {
  const { platform } = world
  await addCompany(world)
  const kestrel = await addCompany(world, { name: 'Kestrel', domains: ['kestrel.example'] })
  await addMember(world.as(world.ana), { companyId: kestrel.id, email: 'maria@riverside.example' })
  t.match((await findAsker(platform.db.read, 'Maria@riverside.example')).company, { name: 'Kestrel' })
  t.match((await findAsker(platform.db.read, 'new@riverside.example')).company, { name: 'Riverside' })
  await archiveCompany(world.as(world.ana), { id: kestrel.id, version: 1 })
  t.equal((await findAsker(platform.db.read, 'maria@riverside.example')).company, null)
})

inWorld('a file of rules names companies, and says which it does not know', async (t, world) => {
  const { platform } = world
  const { id } = await addCompany(world)
  await withRule(world, { conditions: all(asks('company', 'one_of', String(id))), actions: [{ kind: 'set_priority', priority: 3 }] })
  const choices = await findRuleChoices(platform.db.read)
  const file = writeRuleFile(await platform.db.read.find(Rule), choices)
  t.match(JSON.parse(file), { rules: [{ if: { all: [{ field: 'company', is: 'one_of', value: ['Riverside'] }] } }] })
  t.match(readRuleFile(file, choices), { rules: [{ conditions: { parts: [{ field: 'company', value: [String(id)] }] } }], troubles: [] })
  t.match(readRuleFile(file, { ...choices, companies: [] }).troubles, [{ key: 'rules.file.no_company' }])
})
