import { notifyOfEvent } from '../../src/notifications/notify.jobs.js'
import { addParticipant } from '../../src/tickets/commands/change-participants.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld } from '../support/world.js'

inWorld('a reply is seen as its readers get it, nothing of it stays, and what is then sent is the same', async (t, world) => {
  const { platform } = world
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const ticket = await world.ask()
  await addParticipant(world.as(world.ben), { ticketId: ticket.id, email: 'jonas@riverside.example', name: 'Jonas Weber' })
  const cookie = await cookieFor(platform, { agentId: world.ben.id })
  const get = async (url: string) => app.inject({ url, headers: { cookie } })
  const post = async (url: string, payload: string) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload })
  const path = `/desk/tickets/${ticket.id}`
  const count = async (table: string) => Number((await platform.db.read.query(`SELECT COUNT(*) AS n FROM ${table}`) as Array<{ n: number }>)[0]!.n)
  const before = { events: await count('ticket_events'), entries: await count('thread_entries'), jobs: await count('jobs'), mails: await count('mails') }

  const composer = formWith((await get(path)).body, 'outcome')
  const text = 'Please try the <new> password.'
  t.equal((await post(`${path}/entries`, bodyOf(composer, { text: '  ', send: 'preview' }))).statusCode, 422, 'an empty reply has no mail')
  const { headers } = await post(`${path}/entries`, bodyOf(composer, { text, send: 'preview', outcome: 'resolved' }))
  t.equal(headers.location, `${path}/reply-preview?outcome=resolved`)

  const page = await get(headers.location!)
  t.match(page.body, 'Maria &lt;maria@riverside.example&gt;')
  t.match(page.body, 'Jonas Weber &lt;jonas@riverside.example&gt;')
  const body = await get(`${path}/reply-preview/body?outcome=resolved&place=0`)
  t.match(body.body, 'Please try the &lt;new&gt; password.')
  t.match(body.headers['content-security-policy'], 'sandbox')
  t.same({ events: await count('ticket_events'), entries: await count('thread_entries'), jobs: await count('jobs'), mails: await count('mails') }, before, 'nothing stays')
  t.match((await get(`${path}?outcome=resolved`)).body, /<option value="resolved" selected>/, 'and the way back keeps what was chosen')

  const send = formWith(page.body, 'outcome')
  t.equal((await post(send.action, bodyOf(send, { send: 'reply' }))).statusCode, 303)
  platform.clock.advance(60_000)
  for (const { id } of await platform.db.read.find(TicketEvent, { where: { ticketId: ticket.id }, order: { id: 'ASC' } })) await notifyOfEvent(platform, { eventId: id })
  const [sent] = await platform.db.read.query("SELECT html FROM mails WHERE template = 'solution' AND to_address = 'maria@riverside.example'") as Array<{ html: string }>
  const plain = (html: string): string => html.replace(/href="[^"]*"/g, '').replace(/\d?\d:\d\d/g, '')
  t.equal(plain(sent?.html ?? ''), plain(body.body), 'the mail that is sent is the one that was seen')
  t.equal((await get(`${path}/reply-preview`)).statusCode, 404, 'and nothing is left to be seen')
})

inWorld('nobody sees the mail of a reply that he or she may not write', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const ticket = await world.ask()
  const cookie = await cookieFor(world.platform, { agentId: world.nadia.id })
  t.equal((await app.inject({ url: `/desk/tickets/${ticket.id}/reply-preview`, headers: { cookie } })).statusCode, 404)
  t.equal((await app.inject({ method: 'POST', url: `/desk/tickets/${ticket.id}/entries`, headers: { ...ownForm, cookie }, payload: form({ kind: 'reply', send: 'preview', text: 'x', version: 1 }) })).statusCode, 404)
})
