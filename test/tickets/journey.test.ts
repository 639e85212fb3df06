import { acceptSolution, declineSolution } from '../../src/tickets/commands/answer-solution.js'
import { moveTicket } from '../../src/tickets/commands/move-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { closeSolvedTickets, followUpClosedTickets, remindOfClosing } from '../../src/tickets/commands/run-ticket-timers.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { findTicket } from '../../src/tickets/ticket.queries.js'
import { day, minute } from '../../src/platform/clock.js'
import { inWorld } from '../support/world.js'

inWorld('a request is asked, taken up, answered, declined, solved, accepted, followed up and reopened', async (t, { ask, as, ben, person, platform }) => {
  const maria = await person('Maria')
  const ticket = await ask()
  const now = async () => findTicket(platform.db.read, ben, ticket.id)
  t.match(ticket.number, /^26-\d{6}$/, 'it has a number that people can say')
  t.match(await now(), { waitingOn: 'us', lastLine: 'My password is not accepted since this morning.' })

  await assignTicket(as(ben), { ticketId: ticket.id, agentId: ben.id })
  t.match(await now(), { state: 'open', assigneeId: ben.id })

  platform.clock.advance(10 * minute)
  await replyToTicket(as(ben), { ticketId: ticket.id, text: 'Which system?', outcome: 'waiting', version: null })
  t.match(await now(), { state: 'waiting', waitingOn: 'requester', lastParty: 'agent' })

  platform.clock.advance(10 * minute)
  await receiveMessage(as(maria), { ticketId: ticket.id, text: 'The grade book.', source: 'web' })
  t.match(await now(), { state: 'open', waitingOn: 'us', lastLine: 'The grade book.' })

  await replyToTicket(as(ben), { ticketId: ticket.id, text: 'Reset. Try again, please.', outcome: 'resolved', version: null })
  t.match(await now(), { state: 'resolved', waitingOn: 'requester' })
  t.ok((await now()).closesAt, 'the grace time runs')

  await declineSolution(as(maria), { ticketId: ticket.id, text: 'Still the same.' })
  t.match(await now(), { state: 'open', assigneeId: ben.id, closesAt: null })

  await replyToTicket(as(ben), { ticketId: ticket.id, text: 'Now it works.', outcome: 'resolved', version: null })
  await acceptSolution(as(maria), { ticketId: ticket.id })
  t.match(await now(), { state: 'closed', waitingOn: null })
  t.ok((await now()).followsUpAt, 'we will ask how it went')

  platform.clock.advance(7 * day)
  await followUpClosedTickets(platform)
  t.equal((await now()).followsUpAt, null)

  await receiveMessage(as(maria), { ticketId: ticket.id, text: 'It is broken again.', source: 'web' })
  t.match(await now(), { state: 'open', reopenedCount: 1, assigneeId: ben.id })
})

inWorld('a solved ticket reminds its requester and then closes by itself', async (t, { ask, as, ben, platform }) => {
  const ticket = await ask()
  await replyToTicket(as(ben), { ticketId: ticket.id, text: 'Done.', outcome: 'resolved', version: null })

  platform.clock.advance(4 * day)
  await remindOfClosing(platform)
  t.match(await findTicket(platform.db.read, ben, ticket.id), { state: 'resolved', remindsAt: null })

  platform.clock.advance(6 * day)
  await closeSolvedTickets(platform)
  await closeSolvedTickets(platform)
  t.equal((await findTicket(platform.db.read, ben, ticket.id)).state, 'closed')
  const events = await platform.db.read.query("SELECT name FROM ticket_events WHERE ticket_id = ? AND name IN ('reminded', 'close')", [ticket.id]) as unknown[]
  t.equal(events.length, 2, 'each happened once')
})

inWorld('sending the same form twice makes one ticket', async (t, { ask, platform }) => {
  const [first, second] = await Promise.all([ask({ formKey: 'one form' }), ask({ formKey: 'one form' })])
  t.equal(first.id, second.id)
  t.same(await platform.db.read.query('SELECT COUNT(*) AS tickets FROM tickets'), [{ tickets: 1 }])
})

inWorld('the second of two agents who press at once is told', async (t, { ask, as, ana, nadia, topics }) => {
  const ticket = await ask({ topicId: topics.heating.id })
  const moves = await Promise.allSettled([
    moveTicket(as(ana), { ticketId: ticket.id, move: 'take_up' }),
    moveTicket(as(nadia), { ticketId: ticket.id, move: 'take_up' })
  ])
  t.same(moves.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})
