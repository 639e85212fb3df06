import { Mail } from '../../src/notifications/mail.entity.js'
import { day, minute } from '../../src/platform/clock.js'
import { acceptSolution, declineSolution } from '../../src/tickets/commands/answer-solution.js'
import { addParticipant } from '../../src/tickets/commands/change-participants.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { replyToTicket, type ReplyOutcome } from '../../src/tickets/commands/reply-to-ticket.js'
import { withdrawReply } from '../../src/tickets/commands/withdraw-reply.js'
import { openTransport } from '../../src/platform/mail/transport.js'
import { Worker } from '../../src/platform/jobs/worker.js'
import { createJobHandlers, createWorker } from '../../src/worker.js'
import { inWorld, type World } from '../support/world.js'
import { startMailServer } from './mail-server.js'

/** Runs what is due and says which mails were written since the last time, as “template → name”. */
function mailsOf ({ platform }: World) {
  let seen = 0
  return async (ms = minute): Promise<string[]> => {
    platform.clock.advance(ms)
    await createWorker(platform).runDue()
    const mails = await platform.db.read.find(Mail, { order: { id: 'ASC' } })
    const fresh = mails.slice(seen).map(({ template, toName }) => `${template} → ${toName}`).sort()
    seen = mails.length
    return fresh
  }
}

inWorld('everybody hears of a request what concerns them, once, from its beginning to its end', async (t, world) => {
  const written = mailsOf(world)
  const { platform, as } = world
  const ticket = await world.ask()
  const given = (await written()).filter(mail => mail.startsWith('assigned_to_you'))
  t.equal(given.length, 1)
  const agent = given[0]!.endsWith(world.ana.name) ? world.ana : world.ben
  const maria = await world.person('Maria')
  const reply = async (outcome: ReplyOutcome, text = 'Did you try the new password?') => replyToTicket(as(agent), { ticketId: ticket.id, text, outcome, version: null })
  t.match((await platform.db.read.findOneByOrFail(Mail, { template: 'request_received' })).subject, 'We have your request: Accounts and passwords')

  await reply('waiting')
  t.same(await written(), ['new_reply → Maria'], 'a question is one mail')

  const taken = await reply('resolved', 'wrong ticket')
  await withdrawReply(as(agent), { ticketId: ticket.id, entryId: taken.id })
  t.same(await written(), [], 'a reply that was taken back is none')

  await receiveMessage(as(maria), { ticketId: ticket.id, text: 'Yes, I did.', source: 'web' })
  t.same(await written(), [`requester_answered → ${agent.name}`])

  await addParticipant(as(maria), { ticketId: ticket.id, email: 'jonas@riverside.example', name: 'Jonas' })
  t.same(await written(), ['participant_added → Jonas'])

  await reply('resolved', 'Your account is open again.')
  t.same(await written(), ['solution → Jonas', 'solution → Maria'])

  await declineSolution(as(maria), { ticketId: ticket.id, text: 'It is not.' })
  t.same(await written(), [`requester_answered → ${agent.name}`])

  await reply('resolved', 'Now it is.')
  t.same(await written(), ['solution → Jonas', 'solution → Maria'])

  const later: string[] = []
  for (let days = 0; days < 20; days++) later.push(...await written(day))
  t.same(later, ['close_reminder → Maria', 'closed → Jonas', 'closed → Maria', 'follow_up → Maria'])

  await receiveMessage(as(maria), { ticketId: ticket.id, text: 'It is broken again.', source: 'web' })
  t.same(await written(), [`reopened → ${agent.name}`])

  await reply('resolved', 'Mended for good.')
  await written()
  await acceptSolution(as(maria), { ticketId: ticket.id })
  t.same(await written(), [], 'who says that it is solved need not be told')

  const kept = await platform.db.read.countBy(Mail, { state: 'kept' })
  t.equal(kept, await platform.db.read.count(Mail), 'without a mail server every mail is kept to be read')
})

inWorld('a hundred mails that are sent by workers side by side each leave once', async (t, world) => {
  const { platform, as } = world
  const server = await startMailServer()
  const transport = openTransport(server.url)
  const worker = () => new Worker(platform, { handlers: createJobHandlers(platform, transport), timers: {} })
  for (let place = 0; place < 25; place++) {
    const ticket = await world.ask({ subject: `Request ${place}`, requester: { name: `Person ${place}`, email: `person${place}@riverside.example` } })
    await replyToTicket(as(world.ana), { ticketId: ticket.id, text: 'Hello', outcome: 'resolved', version: null, atOnce: true })
  }

  platform.clock.advance(minute)
  await Promise.all([worker().runDue(), worker().runDue(), worker().runDue()])
  transport?.close()
  await server.close()

  const mails = await platform.db.read.find(Mail)
  const ids = server.received.map(({ raw }) => /^Message-ID: (.*)$/m.exec(raw)?.[1]?.trim())
  t.ok(mails.length >= 50)
  t.same([...ids].sort(), mails.map(({ messageId }) => messageId).sort(), 'what was written is what was sent')
  t.ok(mails.every(({ state }) => state === 'sent'))
  t.same(await platform.db.read.query("SELECT id FROM jobs WHERE name IN ('send-mail', 'notify-of-event')"), [])
})
