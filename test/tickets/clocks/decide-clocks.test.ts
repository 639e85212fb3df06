import t from 'tap'
import { dueTimes } from '../../../src/tickets/clocks/due-times.js'
import { endOfTime } from '../../../src/tickets/clocks/end-of-time.js'
import { isOpen } from '../../../src/tickets/clocks/target-clock.js'
import { minute } from '../../../src/platform/clock.js'
import { allDay } from './levels.js'
import { SimulatedTicket } from './simulate.js'

const noon = new Date('2026-11-23T12:00:00Z')
const at = (time: string) => new Date(`2026-11-23T${time}:00Z`)
const open = (level = allDay()) => new SimulatedTicket(level, noon)
const kinds = ({ clocks }: SimulatedTicket) => clocks.filter(isOpen).map(({ target }) => target.kind)

t.test('a new ticket owes a first answer and a solution, and warns of both', async t => {
  const simulated = open()

  t.match(simulated.clock('first_response')!.target, { startedAt: noon, runningSince: noon, dueAt: at('13:00'), nextStepAt: at('12:45'), usedMs: 0 })
  t.match(simulated.clock('resolution')!.target, { dueAt: at('20:00'), nextStepAt: at('18:00') })
  t.same(dueTimes(simulated.clocks, 'new', null), { nextDueAt: at('13:00'), sortsAt: at('13:00') })
})

t.test('nothing is owed where no policy applies', async t => {
  const simulated = new SimulatedTicket(null, noon).act({ name: 'message_received' })

  t.same(simulated.clocks, [])
  t.same(dueTimes(simulated.clocks, 'new', null), { nextDueAt: null, sortsAt: endOfTime })
  t.same(dueTimes(simulated.clocks, 'new', at('15:00')).nextDueAt, at('15:00'), 'but a date promised by hand counts')
})

t.test('a date promised by hand counts when it is nearer, and not once the ticket rests', async t => {
  const { clocks } = open()

  t.same(dueTimes(clocks, 'open', at('12:30')).nextDueAt, at('12:30'))
  t.same(dueTimes(clocks, 'open', at('15:00')).nextDueAt, at('13:00'))
  t.same(dueTimes(clocks, 'closed', at('12:30')).nextDueAt, null)
})

t.test('a reply in time keeps the first answer, a late one keeps it late', async t => {
  const inTime = open().act({ name: 'replied', afterMinutes: 60 }).clock('first_response')!.target
  t.match(inTime, { metAt: at('13:00'), breachedAt: null, usedMs: 60 * minute, dueAt: null, nextStepAt: null })

  const late = open().act({ name: 'replied', afterMinutes: 61 }).clock('first_response')!.target
  t.match(late, { metAt: at('13:01'), breachedAt: at('13:01'), usedMs: 61 * minute })
})

t.test('a message after our answer starts the next one, however many messages follow', async t => {
  const simulated = open().act({ name: 'message_received' })
  t.same(kinds(simulated), ['first_response', 'resolution'], 'no second clock before we have answered once')

  simulated.act({ name: 'replied' }).act({ name: 'message_received' }).act({ name: 'message_received', afterMinutes: 10 })
  t.same(kinds(simulated), ['resolution', 'next_response'])
  t.match(simulated.clock('next_response')!.target, { startedAt: at('12:03'), dueAt: at('14:03') })

  simulated.act({ name: 'replied' }).act({ name: 'message_received' })
  t.equal(simulated.clocks.filter(({ target }) => target.kind === 'next_response').length, 2, 'each owed answer has a line of its own')
})


t.test('where no first answer is promised, the next one is owed only after we have answered', async t => {
  const level = allDay({ minutes: { first_response: null, next_response: 30, resolution: null } })
  const simulated = open(level).act({ name: 'message_received' })
  t.same(kinds(simulated), [])

  simulated.act({ name: 'replied' }).act({ name: 'message_received' })
  t.same(kinds(simulated), ['next_response'])
})

t.test('waiting for the requester pauses the solution and not the answers', async t => {
  const simulated = open().act({ name: 'ask', afterMinutes: 30 })

  t.match(simulated.clock('resolution')!.target, { runningSince: null, dueAt: null, nextStepAt: null, usedMs: 30 * minute })
  t.match(simulated.clock('first_response')!.target, { runningSince: noon })

  simulated.act({ name: 'resume', by: 'requester', afterMinutes: 90 })
  t.match(simulated.clock('resolution')!.target, { runningSince: at('14:00'), dueAt: at('21:30'), nextStepAt: at('19:30') })
})

t.test('on hold everything pauses, unless the policy says that nothing does', async t => {
  const paused = open().act({ name: 'hold', afterMinutes: 30 })
  t.same(paused.clocks.map(({ target }) => target.dueAt), [null, null])

  const running = open(allDay({ pausesOnHold: false })).act({ name: 'hold', afterMinutes: 30 })
  t.same(running.clocks.map(({ target }) => target.dueAt), [at('13:00'), at('20:00')])
})

t.test('a promise that was missed before it paused is marked, since nothing could find it later', async t => {
  const simulated = open().act({ name: 'hold', afterMinutes: 90 })
  t.match(simulated.clock('first_response')!.target, { breachedAt: at('13:30'), dueAt: null })

  simulated.act({ name: 'resume', afterMinutes: 60 })
  t.match(simulated.clock('first_response')!.target, { breachedAt: at('13:30'), dueAt: at('14:30'), nextStepAt: null }, 'it is overdue at once, and warns no more')
})

t.test('a solution counts on after the requester refused it, with what was used before', async t => {
  const simulated = open().act({ name: 'replied', afterMinutes: 60 }).act({ name: 'resolve', afterMinutes: 0 })
  t.match(simulated.clock('resolution')!.target, { metAt: at('13:00'), usedMs: 60 * minute })

  simulated.act({ name: 'decline', by: 'requester', afterMinutes: 600 })
  t.match(simulated.clock('resolution')!.target, { metAt: null, usedMs: 60 * minute, runningSince: at('23:00'), dueAt: new Date('2026-11-24T06:00:00Z') })
  t.ok(isOpen(simulated.clock('next_response')!), 'and the line of refusal wants an answer')
})

t.test('solving without an answer leaves the answer owed, at rest until the ticket comes back', async t => {
  const simulated = open().act({ name: 'resolve', by: 'system', afterMinutes: 20 })
  t.match(simulated.clock('first_response')!.target, { metAt: null, droppedAt: null, dueAt: null, usedMs: 20 * minute })

  simulated.act({ name: 'reopen', afterMinutes: 100 })
  t.match(simulated.clock('first_response')!.target, { dueAt: at('14:40') })
})

t.test('closing keeps the solution and drops the answers; reopening by an agent brings them back', async t => {
  const simulated = open().act({ name: 'close', afterMinutes: 20 })
  t.match(simulated.clock('resolution')!.target, { metAt: at('12:20') })
  t.match(simulated.clock('first_response')!.target, { droppedAt: at('12:20'), usedMs: 20 * minute })

  simulated.act({ name: 'reopen', afterMinutes: 60 })
  t.match(simulated.clock('resolution')!.target, { metAt: null, usedMs: 20 * minute, runningSince: at('13:20') })
  t.match(simulated.clock('first_response')!.target, { droppedAt: null, dueAt: at('14:00') })
})

t.test('a requester who reopens is owed an answer anew, not the rest of the old one', async t => {
  const simulated = open().act({ name: 'replied' }).act({ name: 'message_received' }).act({ name: 'close', afterMinutes: 110 })
  simulated.act({ name: 'reopen', by: 'requester', afterMinutes: 60 }).act({ name: 'message_received', afterMinutes: 0 })

  const nexts = simulated.clocks.filter(({ target }) => target.kind === 'next_response')
  t.same(nexts.map(isOpen), [false, true])
  t.match(nexts[1]!.target, { usedMs: 0, startedAt: at('14:52') })
})

t.test('merging drops what is open, and undoing it resumes with what was used', async t => {
  const simulated = open().act({ name: 'merge', afterMinutes: 30 })
  t.same(kinds(simulated), [])
  t.ok(simulated.clocks.every(({ target }) => target.droppedAt !== null && target.metAt === null))

  simulated.act({ name: 'unmerge', afterMinutes: 30 })
  t.same(kinds(simulated), ['first_response', 'resolution'])
  t.match(simulated.clock('first_response')!.target, { usedMs: 30 * minute, dueAt: at('13:30') })
})

t.test('of several dropped answers only the last is owed again', async t => {
  const simulated = open().act({ name: 'replied' }).act({ name: 'message_received' }).act({ name: 'close' })
  simulated.act({ name: 'reopen', by: 'requester' }).act({ name: 'trash' }).act({ name: 'restore' })

  t.same(simulated.clocks.filter(({ target }) => target.kind === 'next_response').map(isOpen), [false, true])
})

t.test('a ticket solved, merged and separated again stays solved', async t => {
  const simulated = open().act({ name: 'replied' }).act({ name: 'resolve' }).act({ name: 'merge' }).act({ name: 'unmerge' })

  t.equal(simulated.ticket.state, 'resolved')
  t.same(simulated.clock('resolution')!.target.metAt, at('12:02'))
})

t.test('restoring from the bin owes a solution even when the ticket had been closed', async t => {
  const simulated = open().act({ name: 'close' }).act({ name: 'trash' }).act({ name: 'restore' })
  t.same(kinds(simulated), ['first_response', 'resolution'])
})

t.test('a reply taken back kept no promise', async t => {
  const simulated = open().act({ name: 'replied', afterMinutes: 30 }).act({ name: 'reply_withdrawn', afterMinutes: 1 })

  t.match(simulated.clock('first_response')!.target, { metAt: null, runningSince: at('12:30'), usedMs: 30 * minute, dueAt: at('13:00') })
})

t.test('a message that came before the reply was taken back waits under the old clock', async t => {
  const simulated = open().act({ name: 'replied' }).act({ name: 'message_received' }).act({ name: 'reply_withdrawn' })

  t.same(kinds(simulated), ['first_response', 'resolution'])
  t.equal(simulated.clocks.length, 2)
})

t.test('of two replies, the one that stands keeps the promise', async t => {
  const twice = () => open().act({ name: 'replied' }).act({ name: 'message_received' }).act({ name: 'replied', afterMinutes: 10 })

  const second = twice().act({ name: 'reply_withdrawn' })
  t.same(second.clock('first_response')!.target.metAt, at('12:01'))
  t.match(second.clock('next_response')!.target, { metAt: null, runningSince: at('12:12') })

  const first = twice().act({ name: 'reply_withdrawn', which: 'first' })
  t.match(first.clock('first_response')!.target, { metAt: at('12:12'), usedMs: 12 * minute })
  t.equal(first.clock('next_response'), undefined)
})

t.test('an automatic answer keeps no promise', async t => {
  t.same(kinds(open().act({ name: 'replied', by: 'system' })), ['first_response', 'resolution'])
})
