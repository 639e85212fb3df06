import { after, second } from '../../src/platform/clock.js'
import { Draft } from '../../src/tickets/draft.entity.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { withdrawReply } from '../../src/tickets/commands/withdraw-reply.js'
import { findPublicRequest } from '../../src/tickets/public-request.queries.js'
import { findTicket } from '../../src/tickets/ticket.queries.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { refused } from '../support/refused.js'
import { inWorld } from '../support/world.js'

inWorld('a reply is stopped once when the requester wrote meanwhile, and goes out at the second press', async (t, { ask, as, ben, person, platform }) => {
  const ticket = await ask()
  const { version } = await findTicket(platform.db.read, ben, ticket.id)
  await receiveMessage(as(await person('Maria')), { ticketId: ticket.id, text: 'It works again, thank you.', source: 'web' })

  const reply = { ticketId: ticket.id, text: 'Please restart.', outcome: 'waiting' as const }
  t.same(await refused(async () => replyToTicket(as(ben), { ...reply, version })), ['tickets.reply.stale'])
  const now = await findTicket(platform.db.read, ben, ticket.id)
  t.match(await replyToTicket(as(ben), { ...reply, version: now.version }), { text: 'Please restart.' })
})

inWorld('a change that says nothing of the conversation stops no reply, and none of the properties no edit', async (t, { ask, as, ana, ben, platform }) => {
  const ticket = await ask()
  const { version } = await findTicket(platform.db.read, ben, ticket.id)
  await editTicket(as(ana), { ticketId: ticket.id, version, priority: 4 })
  await t.resolves(replyToTicket(as(ben), { ticketId: ticket.id, text: 'Soon.', outcome: 'open', version }))
  t.same(await refused(async () => editTicket(as(ben), { ticketId: ticket.id, version, priority: 1 })), ['refusal.stale'], 'but two who change the priority do meet')
})

inWorld('a reply can be taken back until it leaves, is never seen outside, and becomes the draft again', async (t, { ask, as, ben, person, platform }) => {
  const ticket = await ask()
  const maria = await person('Maria')
  const reply = await replyToTicket(as(ben), { ticketId: ticket.id, text: 'Oh, wrong window.', outcome: 'resolved', version: null })
  const seen = async () => (await findPublicRequest(platform.db.read, maria, ticket.number, platform.clock.now())).entries.map(({ text }) => text)
  t.notOk((await seen()).includes('Oh, wrong window.'), 'not before it leaves')

  await withdrawReply(as(ben), { ticketId: ticket.id, entryId: reply.id })
  t.match(await findTicket(platform.db.read, ben, ticket.id), { state: 'open' })
  t.match(await platform.db.read.findOneBy(Draft, { agentId: ben.id, ticketId: ticket.id }), { text: 'Oh, wrong window.' })
  platform.clock.set(after(platform.clock.now(), 60 * second))
  t.notOk((await seen()).includes('Oh, wrong window.'), 'nor afterwards')

  const kept = await replyToTicket(as(ben), { ticketId: ticket.id, text: 'The right one.', outcome: 'waiting', version: null })
  platform.clock.advance(16 * second)
  t.same(await refused(async () => withdrawReply(as(ben), { ticketId: ticket.id, entryId: kept.id })), ['tickets.undo.too_late'])
  t.ok((await seen()).includes('The right one.'))
})

inWorld('the public never reads a note', async (t, { ask, as, ben, person, platform }) => {
  const ticket = await ask()
  await addNote(as(ben), { ticketId: ticket.id, text: 'He does this every week.' })
  const found = await findPublicRequest(platform.db.read, await person('Maria'), ticket.number, platform.clock.now())
  t.notMatch(JSON.stringify(found), 'every week')
})

inWorld('what was written in one moment stands in the order in which it came', async (t, { ask, as, ben, person, platform }) => {
  const ticket = await ask({ text: 'First' })
  for (const text of ['Second', 'Third', 'Fourth']) {
    await receiveMessage(as(await person('Maria')), { ticketId: ticket.id, text, source: 'web' })
    await addNote(as(ben), { ticketId: ticket.id, text: `Note on ${text}` })
  }
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const { body } = await app.inject({ url: `/desk/tickets/${ticket.id}`, headers: { cookie: await cookieFor(platform, { agentId: ben.id }) } })
  const thread = body.slice(body.indexOf('id="thread"'))
  const places = ['First', 'Second', 'Note on Second', 'Third', 'Note on Third', 'Fourth', 'Note on Fourth'].map(text => thread.indexOf(`>${text}<`))
  t.ok(!places.includes(-1), `${places}`)
  t.same(places, places.toSorted((a, b) => a - b))
})
