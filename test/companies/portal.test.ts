import { Readable } from 'node:stream'
import type { Test } from 'tap'
import { loadRequesterActor } from '../../src/accounts/actor.queries.js'
import { addMember, removeMember } from '../../src/companies/commands/place-person.js'
import { saveCompany } from '../../src/companies/commands/save-company.js'
import { visitor } from '../../src/plugins/current-actor.js'
import type { RequesterActor } from '../../src/platform/actor.js'
import { acceptSolution } from '../../src/tickets/commands/answer-solution.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { addParticipant } from '../../src/tickets/commands/change-participants.js'
import { joinTicket } from '../../src/tickets/commands/join-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { Participant } from '../../src/tickets/participant.entity.js'
import type { Ticket } from '../../src/tickets/ticket.entity.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'
import { addCompany, kept, riverside, verify } from './support.js'

interface Firm { companyId: number, ticket: Ticket, kim: RequesterActor, page: (personId: number | null, url: string, method?: 'GET' | 'POST') => Promise<{ statusCode: number, body: string }> }

/** Riverside, where colleagues see each other: Maria asked, and Kim has proven her address. */
async function openFirm (t: Test, world: World): Promise<Firm> {
  const { platform } = world
  const { id: companyId } = await addCompany(world, { colleaguesSee: true })
  const ticket = await world.ask()
  await addNote(world.as(world.ana), { ticketId: ticket.id, text: 'She is impatient.' })
  await world.person('Kim')
  await verify(world, 'kim@riverside.example')
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  return {
    companyId,
    ticket,
    kim: await actorOf(world, 'kim@riverside.example'),
    page: async (personId, url, method = 'GET') => app.inject({ method, url, headers: { ...method === 'POST' ? ownForm : {}, ...personId !== null && { cookie: await cookieFor(platform, { personId }) } } })
  }
}

async function actorOf (world: World, email: string): Promise<RequesterActor> {
  return await loadRequesterActor(world.platform.db.read, (await kept(world, email)).id, null) ?? visitor
}

inWorld('a colleague reads the requests of the company, and no notes', async (t, world) => {
  const { ticket, kim, page } = await openFirm(t, world)
  await world.ask({ subject: 'Mine', requester: { name: 'Kim', email: kim.email } })
  t.match((await page(kim.id, '/requests')).body, /href="\/requests\/company"[^>]*>Requests of Riverside/)
  const list = (await page(kim.id, '/requests/company')).body
  t.match(list, ticket.number)
  t.match(list, 'Maria')
  t.match(list, 'Mine')
  t.match((await page(kim.id, '/requests/company?q=maria&show=all')).body, ticket.number)
  t.match((await page(kim.id, '/requests/company?show=closed')).body, 'Nothing is open here.')

  const { statusCode, body } = await page(kim.id, `/requests/${ticket.number}`)
  t.equal(statusCode, 200)
  t.match(body, 'My password is not accepted')
  t.notMatch(body, 'impatient')
  t.notMatch(body, 'name="text"', 'without a place to answer')
})

inWorld('who only reads along may do nothing with the request', async (t, world) => {
  const { ticket, kim, page } = await openFirm(t, world)
  const ctx = world.as(kim)
  for (const act of [
    async () => receiveMessage(ctx, { ticketId: ticket.id, text: 'Me too.', source: 'web' }),
    async () => acceptSolution(ctx, { ticketId: ticket.id }),
    async () => addParticipant(ctx, { ticketId: ticket.id, email: 'friend@elsewhere.example' })
  ]) t.same(await refused(act), ['refusal.not_found'])
  for (const way of ['messages', 'judgements', 'people', 'mutes', 'continue']) t.equal((await page(kim.id, `/requests/${ticket.number}/${way}`, 'POST')).statusCode, 404, way)
  t.equal((await page(kim.id, `/requests/${ticket.number}/feedback`)).statusCode, 404)
})

inWorld('a colleague joins by one press, and may answer then', async (t, world) => {
  const { ticket, kim, page } = await openFirm(t, world)
  for (let times = 0; times < 2; times += 1) t.equal((await page(kim.id, `/requests/${ticket.number}/joinings`, 'POST')).statusCode, 303)
  t.equal(await world.platform.db.read.countBy(Participant, { ticketId: ticket.id }), 1)
  await receiveMessage(world.as(kim), { ticketId: ticket.id, text: 'Me too.', source: 'web' })
  const { body } = await page(kim.id, `/requests/${ticket.number}`)
  t.match(body, 'Me too.')
  t.match(body, 'name="text"')
  t.equal((await page(kim.id, '/requests')).body.includes(ticket.number), true, 'it is one of her own now')
})

inWorld('nobody else reads them: another company, an address that is not proven, a mailed link, a stranger', async (t, world) => {
  const { ticket, kim, page, companyId } = await openFirm(t, world)
  const { platform } = world
  await addCompany(world, { name: 'Kestrel', domains: ['kestrel.example'], colleaguesSee: true })
  await world.ask({ requester: { name: 'Lee', email: 'lee@kestrel.example' } })
  await verify(world, 'lee@kestrel.example')
  await world.person('Unproven')
  const [lee, unproven] = [await actorOf(world, 'lee@kestrel.example'), await actorOf(world, 'unproven@riverside.example')]

  const path = `/requests/${ticket.number}`
  for (const [who, actor] of Object.entries({ lee, unproven, link: { ...kim, onlyTicketId: 99 } })) {
    t.same(await refused(async () => joinTicket(world.as(actor), { ticketId: ticket.id })), ['refusal.not_found'], who)
  }
  for (const { id } of [lee, unproven]) {
    t.equal((await page(id, path)).statusCode, 404)
    t.equal((await page(id, `${path}/joinings`, 'POST')).statusCode, 404)
    t.equal((await page(id, `${path}/solution`)).statusCode, 404)
  }
  t.notMatch((await page(lee.id, '/requests/company?show=all')).body, ticket.number)
  t.equal((await page(unproven.id, '/requests/company')).statusCode, 404)
  t.notMatch((await page(unproven.id, '/requests')).body, '/requests/company')
  t.equal((await page(null, '/requests/company')).statusCode, 303)

  await saveCompany(world.as(world.ana), companyId, { ...riverside, colleaguesSee: false }, 1)
  const later = await actorOf(world, kim.email)
  t.notOk(later.readsCompanyId)
  t.same(await refused(async () => joinTicket(world.as(later), { ticketId: ticket.id })), ['refusal.not_found'])
  t.ok(await platform.db.read.countBy(Participant, {}) === 0)
})

inWorld('what was asked for the company stays readable when its requester leaves, and is gone for whoever left', async (t, world) => {
  const { ticket, kim, page, companyId } = await openFirm(t, world)
  await removeMember(world.as(world.ana), { companyId, personId: ticket.requesterId })
  t.equal((await page(kim.id, `/requests/${ticket.number}`)).statusCode, 200)
  await addMember(world.as(world.ana), { companyId, email: 'freelance@elsewhere.example' })
  const freelance = await kept(world, 'freelance@elsewhere.example')
  t.equal((await page(freelance.id, `/requests/${ticket.number}`)).statusCode, 200, 'by hand, at once')
  await removeMember(world.as(world.ana), { companyId, personId: kim.id })
  t.equal((await page(kim.id, `/requests/${ticket.number}`)).statusCode, 404)
})

inWorld('files of a colleague’s request open, and those of a note do not', async (t, world) => {
  const { ticket, kim, page } = await openFirm(t, world)
  const { platform } = world
  const entries = await platform.db.read.query('SELECT id, kind FROM thread_entries WHERE ticket_id = ? ORDER BY id', [ticket.id]) as Array<{ id: number, kind: string }>
  const { sha256 } = await platform.files.put(Readable.from('A picture.'))
  for (const { id, kind } of entries) {
    await platform.db.transaction(async manager => manager.query(
      "INSERT INTO attachments (ticket_id, entry_id, name, content_type, size, sha256, created_at) VALUES (?, ?, ?, 'text/plain', 10, ?, 0)", [ticket.id, id, `${kind}.txt`, sha256]))
  }
  const files = await platform.db.read.query('SELECT id, name FROM attachments ORDER BY id') as Array<{ id: number, name: string }>
  t.same(files.map(({ name }) => name), ['message.txt', 'note.txt'])
  t.equal((await page(kim.id, `/requests/${ticket.number}/files/${files[0]!.id}`)).statusCode, 200)
  t.equal((await page(kim.id, `/requests/${ticket.number}/files/${files[1]!.id}`)).statusCode, 404)
})
