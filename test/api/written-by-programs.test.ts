import { addNote } from '../../src/tickets/commands/add-note.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { cookieFor } from '../support/app.js'
import { onApi } from './support.js'

onApi('what a program writes says that it came by the API, on every page and in every answer; what the same agent writes at the desk does not', async (t, { app, ask1, as, ana, platform, topics }) => {
  const { body: { id } } = await ask1('/tickets', { method: 'POST', body: { topicId: topics.accounts.id, subject: 'A lamp is dark', text: 'In room 3.', requester: { name: 'Maria', email: 'maria@example.org' } } })
  const macro = await ask1('/macros', { method: 'POST', body: { name: 'Lamps', departmentId: null, actions: [{ do: 'note', text: 'By a macro, note' }, { do: 'reply', text: 'By a macro, reply', then: 'open' }] } })
  t.equal(macro.status, 201, macro.text)
  const write = async (body: object) => ask1(`/tickets/${id}/entries`, { method: 'POST', body })
  t.match((await write({ kind: 'note', text: 'By a program, note' })).body, { source: 'api', author: ana.name })
  t.match((await write({ kind: 'reply', text: 'By a program, reply' })).body, { source: 'api' })
  t.equal((await ask1(`/tickets/${id}/macros/${macro.body.id}/runs`, { method: 'POST' })).status, 200)
  await addNote(as(ana), { ticketId: id, text: 'At the desk, note' })
  await replyToTicket(as(ana), { ticketId: id, text: 'At the desk, reply', outcome: 'open', version: null })

  const written = { 'In room 3.': 'api', 'By a program, note': 'api', 'By a program, reply': 'api', 'By a macro, note': 'api', 'By a macro, reply': 'api', 'At the desk, note': 'desk', 'At the desk, reply': 'desk' }
  const sourcesOf = (entries: Array<object & { text?: unknown, source?: unknown }>) => Object.fromEntries(entries.map(({ text, source }) => [text, source]))
  t.same(sourcesOf(await platform.db.read.findBy(ThreadEntry, { ticketId: id })), written)
  t.same(sourcesOf((await ask1(`/tickets/${id}/entries`)).body.items), written)

  const page = (await app.inject({ url: `/desk/tickets/${id}`, headers: { cookie: await cookieFor(platform, { agentId: ana.id }) } })).body
  const heads = [...page.matchAll(/<header class="thread-head">(.*?)<\/header>.*?(By a program|By a macro|At the desk), (note|reply)/gs)]
  t.equal(heads.length, 6)
  for (const [, head, way, kind] of heads) t.equal(head!.includes('<span>by API</span>'), way !== 'At the desk', `${way}, ${kind}`)
})
