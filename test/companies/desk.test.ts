import { archiveCompany } from '../../src/companies/commands/archive-company.js'
import { listCompanyTickets } from '../../src/queues/company-tickets.queries.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { inWorld } from '../support/world.js'
import { addCompany } from './support.js'

inWorld('from a ticket one press leads to all tickets of its company that the agent may see', async (t, world) => {
  const { platform, ana, ben, topics } = world
  const { id } = await addCompany(world, { accountManagerId: ana.id, note: 'Contract until May.' })
  const ticket = await world.ask({ subject: 'Password' })
  await world.ask({ subject: 'Cold room', topicId: topics.heating.id })
  await world.ask({ subject: 'Elsewhere', requester: { name: 'Olu', email: 'olu@elsewhere.example' } })
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const page = async (agentId: number, url: string) => app.inject({ url, headers: { cookie: await cookieFor(platform, { agentId }) } })

  const panel = (await page(ben.id, `/desk/tickets/${ticket.id}`)).body
  t.match(panel, new RegExp(`Riverside <a href="/desk/companies/${id}"`))
  t.match(panel, 'Account manager: Ana Ribeiro')
  t.match(panel, 'Contract until May.')

  const bens = (await page(ben.id, `/desk/companies/${id}`)).body
  t.match(bens, 'Password')
  t.notMatch(bens, 'Cold room', 'a department of others')
  t.notMatch(bens, 'Elsewhere')
  t.notMatch(bens, '/admin/companies', 'who may not change it is not led there')
  t.match((await page(ana.id, `/desk/companies/${id}`)).body, /Cold room[^]*Password|Password[^]*Cold room/)
  await platform.db.transaction(async manager => manager.query("UPDATE tickets SET state = 'closed'"))
  t.match((await page(ana.id, `/desk/companies/${id}`)).body, 'No such ticket of this company')
  t.match((await page(ana.id, `/desk/companies/${id}?show=all`)).body, 'Cold room')
  await archiveCompany(world.as(ana), { id, version: 1 })
  t.match((await page(ana.id, `/desk/companies/${id}`)).body, 'out of use')
  t.equal((await page(ana.id, '/desk/companies/999')).statusCode, 404)
})

inWorld('the tickets of a company are read by an index, a page at a time', async (t, world) => {
  const { platform, ana } = world
  const { id } = await addCompany(world)
  for (let count = 0; count < 30; count += 1) await world.ask({ subject: `Ticket ${count}` })
  const first = await listCompanyTickets(platform.db.read, ana, id, { show: 'all', before: null })
  t.equal(first.length, 26)
  const last = first[24]!
  const second = await listCompanyTickets(platform.db.read, ana, id, { show: 'all', before: { at: Number(last.activeAt), id: last.id } })
  t.same([second.length, new Set([...first.slice(0, 25), ...second].map(ticket => ticket.id)).size], [5, 30])

  const mysql = platform.databaseUrl.startsWith('mysql') || platform.databaseUrl.startsWith('mariadb')
  const sql = "SELECT id, active_at FROM tickets WHERE company_id = 1 AND state = 'open' AND department_id IN (1, 2) ORDER BY active_at DESC, id DESC LIMIT 26"
  t.match(JSON.stringify(await platform.db.read.query(mysql ? `EXPLAIN ${sql}` : `EXPLAIN QUERY PLAN ${sql}`)), 'ix_tickets_company_id_state_active_at_id_department_id')
})
