import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { after, day, hour, minute } from '../../src/platform/clock.js'
import { fitsDate, type DateOperator } from '../../src/rules/date-operators.js'
import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { fits, isComparable } from '../../src/rules/operators.js'
import { timeless, type Moment } from '../../src/rules/moment.js'
import { Rule } from '../../src/rules/rule.entity.js'
import { addSpan, readSpan, spanUnits, writeSpan } from '../../src/rules/time-span.js'
import type { OpeningHours } from '../../src/schedules/opening-hours.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { holds } from '../support/property.js'
import { addQuestion, onPortal } from '../tickets/portal-support.js'
import { inWorld, type World } from '../support/world.js'
import { all, asks, clearRules, withRule } from './support.js'

const nineToFive = [{ from: '09:00', to: '17:00' }]
const office: OpeningHours = { timeZone: 'Europe/Berlin', hours: { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive, sat: [], sun: [] }, holidays: [] }
/** A Wednesday in the office's zone, which is an hour before the world's. */
const wednesday = (time: string, days = 0): number => Date.parse(`2026-11-25T${time}:00+01:00`) + days * day
const at = (time: string): Moment => ({ at: new Date(wednesday(time)), hours: office, schedules: new Map([['7', { ...office, hours: null }]]), timeZone: 'Europe/Berlin' })

t.test('a date is compared with a stretch of time, a day, a schedule and now, as people mean it', async t => {
  const noon = at('12:00')
  const cases: Array<[DateOperator, number | string | null, string[], boolean]> = [
    ['older', wednesday('09:59'), ['2 hours'], true], ['older', wednesday('10:00'), ['2 hours'], false], ['older', wednesday('13:00'), ['2 hours'], false],
    ['newer', wednesday('10:00'), ['2 hours'], true], ['newer', wednesday('09:59'), ['2 hours'], false], ['newer', wednesday('13:00'), ['2 hours'], false],
    ['older', wednesday('16:00', -1), ['4 working hours'], false], ['older', wednesday('15:59', -1), ['4 working hours'], true],
    ['older', wednesday('11:00', -5), ['3 working days'], true], ['older', wednesday('11:00', -1), ['3 working days'], false],
    ['within', wednesday('13:00'), ['1 hours'], true], ['within', wednesday('13:01'), ['1 hours'], false], ['within', wednesday('11:00'), ['1 hours'], false],
    ['within', wednesday('10:00', 1), ['6 working hours'], true], ['later', wednesday('10:01', 1), ['6 working hours'], true], ['later', wednesday('10:00', 1), ['6 working hours'], false],
    ['past', wednesday('12:00'), [], true], ['past', wednesday('12:01'), [], false], ['ahead', wednesday('12:01'), [], true],
    ['before', wednesday('23:59', -1), ['2026-11-25'], true], ['before', wednesday('00:00'), ['2026-11-25'], false],
    ['on', wednesday('00:00'), ['2026-11-25'], true], ['on', wednesday('23:59'), ['2026-11-25'], true], ['on', wednesday('00:00', 1), ['2026-11-25'], false], ['after', wednesday('00:00', 1), ['2026-11-25'], true],
    ['in_hours', wednesday('09:00'), [], true], ['out_hours', wednesday('17:00'), [], true], ['in_hours', wednesday('22:00'), ['7'], true],
    // The day that somebody answered lasts until the next begins.
    ['past', '2026-11-25', [], false], ['past', '2026-11-24', [], true], ['within', '2026-11-25', ['1 days'], true], ['within', '2026-11-26', ['1 days'], true], ['within', '2026-11-27', ['1 days'], false],
    ['older', '2026-11-22', ['2 days'], true], ['older', '2026-11-23', ['2 days'], false], ['on', '2026-11-25', ['2026-11-25'], true],
    ['before', null, ['2026-11-25'], false], ['out_hours', null, [], false], ['older', 'soon', ['1 days'], false], ['on', '2026-02-30', ['2026-11-25'], false]
  ]
  for (const [operator, value, wanted, expected] of cases) t.equal(fitsDate(operator, value, wanted, noon), expected, `${String(value)} ${operator} ${wanted.join()}`)
})

t.test('hours that never come are never reached, and nothing falls over', async t => {
  const closed: OpeningHours = { ...office, hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } }
  const noon = { ...at('12:00'), hours: closed }
  t.notOk(fitsDate('older', wednesday('12:00', -300), ['1 working hours'], noon))
  t.ok(fitsDate('within', wednesday('12:00', 300), ['1 working hours'], noon), 'the end of nothing is far away')
})

t.test('a stretch of time is read as it was written, and nothing else is one', async t => {
  holds(t, fc.record({ amount: fc.integer({ min: 1, max: 300 }), unit: fc.constantFrom(...spanUnits) }), span => assert.deepEqual(readSpan(writeSpan(span)), { ...span }))
  for (const text of ['', 'days', '3', '3 weeks', '-1 hours', '1.5 working days', '367 days', '9'.repeat(400), '1e3 hours', '3 hours ago']) t.equal(readSpan(text), null, text)
  for (const operator of ['older', 'within'] as const) t.notOk(isComparable(operator, 'date', ['soon']))
  t.notOk(isComparable('on', 'date', ['2026-02-30']))
  holds(t, fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }), fc.record({ amount: fc.integer({ min: 1, max: 40 }), unit: fc.constantFrom(...spanUnits) })), ([one, other, span]) => {
    const [earlier, later] = [Math.min(one, other), Math.max(one, other)].map(minutes => addSpan(office, new Date(wednesday('00:00') + minutes * minute), span).getTime())
    assert.ok(earlier! <= later!, 'who begins later is done no earlier')
  })
})

t.test('what was answered to a question for a number is compared as a number', async t => {
  t.ok(fits('greater', '10.5', ['9']))
  t.notOk(fits('greater', 'many', ['9']))
  t.ok(fits('is', '3.50', ['3.5']))
  t.notOk(fits('is', '007', ['7']), 'a text that begins with noughts is none')
  t.notOk(fits('less', null, ['9']))
  t.ok(fits('changed_from', ['a', 'b'], ['b'], timeless))
})

async function tagsOf ({ platform }: Pick<World, 'platform'>, ticketId: number): Promise<string[]> {
  return (await platform.db.read.findBy(TicketTag, { ticketId })).map(({ tag }) => tag).sort()
}

/** Asks the rules about everything that happened, as the worker does. */
async function askRules ({ platform }: Pick<World, 'platform'>): Promise<void> {
  for (const { id } of await platform.db.read.find(TicketEvent, { order: { id: 'ASC' } })) await runEventRules(platform, { eventId: id })
}

inWorld('a rule asks what was written when, how a promise stands and what a thing was before', async (t, world) => {
  const { platform, ask, as, ana, ben, person } = world
  const { id } = await ask()
  await ask({ subject: 'Another', requester: { name: 'Maria', email: 'maria@riverside.example' } })
  await replyToTicket(as(ana), { ticketId: id, text: 'Which one?', outcome: 'waiting', version: null, atOnce: true })
  platform.clock.advance(3 * hour)
  await receiveMessage(as(await person('Maria')), { ticketId: id, text: 'That one.', source: 'web' })
  platform.clock.advance(hour)
  const holding: Array<[string, ReturnType<typeof asks>]> = [
    ['replied', asks('last_reply_at', 'older', '3 hours')], ['first', asks('first_reply_at', 'newer', '5 hours')], ['message', asks('last_message_at', 'newer', '90 minutes')], ['entries', asks('entry_count', 'is', '3')],
    ['age', asks('hours_open', 'is', '4')], ['others', asks('open_tickets', 'is', '1')], ['from', asks('priority', 'changed_from', '2')], ['not-held', asks('hold_until', 'empty')], ['open', asks('resolved_at', 'empty')],
    ['today', asks('created_at', 'on', platform.clock.now().toISOString().slice(0, 10))], ['alone', asks('participants', 'empty')], ['unlinked', asks('is_linked', 'no')], ['policy', asks('sla_policy', 'filled')],
    ['due', asks('next_due_at', 'filled')], ['fine', asks('is_overdue', 'no')]
  ]
  const failing: Array<[string, ReturnType<typeof asks>]> = [
    ['x-late', asks('is_overdue', 'yes')], ['x-from', asks('priority', 'changed_from', '3')], ['x-old', asks('last_message_at', 'older', '90 minutes')], ['x-due', asks('minutes_to_due', 'less', '0')], ['x-closed', asks('closed_at', 'filled')], ['x-locale', asks('requester_locale', 'one_of', 'de')]
  ]
  for (const [tag, condition] of [...holding, ...failing]) await withRule(world, { name: tag, trigger: 'updated', conditions: all(condition), actions: [{ kind: 'add_tags', tags: [tag] }] })
  await editTicket(as(ana), { ticketId: id, version: null, priority: 4 })
  await askRules(world)
  t.same((await tagsOf(world, id)), holding.map(([tag]) => tag).sort())
  t.ok(ben)
})

inWorld('a rule for new tickets knows the time, the weekday and whether the department works', async (t, world) => {
  const { platform, ask } = world
  const weekday = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[platform.clock.now().getUTCDay()]!
  await withRule(world, { name: 'day', conditions: all(asks('weekday', 'one_of', weekday)), actions: [{ kind: 'add_tags', tags: ['day'] }] })
  await withRule(world, { name: 'open', conditions: all(asks('now', 'in_hours')), actions: [{ kind: 'add_tags', tags: ['open'] }] })
  await withRule(world, { name: 'shut', conditions: all(asks('now', 'out_hours')), actions: [{ kind: 'add_tags', tags: ['shut'] }] })
  const open = await tagsOf(world, (await ask()).id)
  platform.clock.advance(12 * hour)
  const shut = await tagsOf(world, (await ask()).id)
  t.same([open, shut].map(tags => tags.filter(tag => tag !== 'day')).sort(), [['open'], ['shut']])
})

onPortal('questions for dates and numbers are asked about as dates and numbers', async (t, portal) => {
  const { platform, topics, visitor } = portal
  const wanted = await addQuestion(portal, topics.accounts.id, 'date', { label: 'Needed by' })
  const seats = await addQuestion(portal, topics.accounts.id, 'number', { label: 'Seats' })
  await clearRules(portal)
  await withRule(portal, { name: 'Soon', conditions: all(asks(`question.${wanted.id}`, 'within', '3 days'), asks(`question.${seats.id}`, 'greater', '9')), actions: [{ kind: 'add_tags', tags: ['soon'] }] })
  const send = async (days: number, count: string) => {
    const browser = visitor()
    const page = await browser.fillIn(topics.accounts.id, { [`q${wanted.id}`]: after(platform.clock.now(), days * day).toISOString().slice(0, 10), [`q${seats.id}`]: count })
    await browser.post(`${page}/send`)
    const [last] = await platform.db.read.query('SELECT MAX(id) AS id FROM tickets') as Array<{ id: number }>
    return tagsOf(portal, Number(last?.id))
  }
  t.same([await send(2, '10'), await send(9, '10'), await send(2, '9')], [['soon'], [], []])
})

inWorld('the page offers for each way to compare what it needs, and keeps what was typed', async (t, world) => {
  const { platform, agents } = world
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: agents.ana.id })
  const post = async (values: Record<string, string>) => app.inject({ method: 'POST', url: '/admin/rules', headers: { ...ownForm, cookie }, payload: form(values) })
  const base = { version: '0', trigger: 'updated', name: 'Waits long', 'g.match': 'all', 'g.count': '1', 'g.0.field': 'last_message_at', 'g.0.operator': 'older', 'g.0.amount': '2,5', 'g.0.unit': 'working hours', actions: '1', 'a0.kind': 'set_priority', 'a0.value': '4' }
  const page = (await post({ ...base, act: 'add-group:g' })).body
  t.match(page, /<optgroup label="Promises">[\s\S]*value="is_overdue"/)
  t.match(page, /name="g\.0\.amount" value="2.5"[\s\S]*value="working hours" selected/)
  for (const [wrong, words] of [[{ 'g.0.amount': '' }, /a number and a unit/], [{ 'g.0.amount': 'soon' }, /a number and a unit/], [{ 'g.0.operator': 'on', 'g.0.day': '' }, /Choose a day/], [{ trigger: 'created' }, /only of a ticket that is there/]] as Array<[Record<string, string>, RegExp]>) {
    const refused = await post({ ...base, ...wrong })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, words)
  }
  t.equal((await post(base)).statusCode, 303)
  t.match(await platform.db.read.findOneByOrFail(Rule, {}), { conditions: all(asks('last_message_at', 'older', '2.5 working hours')) })
  t.match((await app.inject({ url: '/admin/rules?trigger=updated', headers: { cookie } })).body, /the last message is more than <b>2\.5 working hours<\/b> ago/)
})
