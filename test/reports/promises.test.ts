import { day, minute } from '../../src/platform/clock.js'
import { writeMisses } from '../../src/reports/promise-file.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { inWorld, type World } from '../support/world.js'
import type { AgentActor } from '../../src/platform/actor.js'
import t from 'tap'

/** One promise kept and two missed in IT, one missed in Facilities. */
async function history (world: World): Promise<void> {
  const { platform } = world
  const kept = await world.ask({ subject: 'Kept' })
  platform.clock.advance(minute)
  await replyToTicket(world.as(world.ben), { ticketId: kept.id, text: 'Done.', outcome: 'waiting', version: null })
  for (const subject of ['Missed', '=HYPERLINK("http://evil.example")']) await miss(world, (await world.ask({ subject })).id)
  await miss(world, (await world.ask({ subject: 'Cold room', topicId: world.topics.heating.id })).id)
}

const miss = async ({ platform }: World, ticketId: number): Promise<void> => {
  const now = platform.clock.now().getTime()
  await platform.db.transaction(async manager => manager.query("UPDATE targets SET breached_at = ? WHERE ticket_id = ? AND kind = 'first_response'", [now, ticketId]))
}

async function reader (world: World) {
  const app = await openTestApp(world.platform)
  return { app, get: async (agent: AgentActor, url: string) => app.inject({ url, headers: { cookie: await cookieFor(world.platform, { agentId: agent.id }) } }) }
}

inWorld('the report counts what was kept and missed, where the agent who looks may see tickets', async (t, world) => {
  await history(world)
  const { app, get } = await reader(world)
  t.teardown(async () => app.close())

  const all = (await get(world.ana, '/desk/promises')).body
  t.match(all, '25 % kept')
  t.match(all, /Facilities[^]*?<td class="num">0<\/td><td class="num">1<\/td><td class="num">0 %<\/td>/)
  t.match(all, /IT Service Desk[^]*?<td class="num">1<\/td><td class="num">2<\/td><td class="num">33 %<\/td>/)
  const own = (await get(world.ben, '/desk/promises')).body
  t.match(own, '33 % kept')
  t.notMatch(own, 'Cold room')
  t.notMatch(own, 'Facilities')
  t.notMatch((await get(world.ben, `/desk/promises?department=${world.departments.facilities.id}`)).body, 'Cold room', 'not even when asked for')
  t.match((await get(world.ana, `/desk/promises?department=${world.departments.facilities.id}`)).body, '0 % kept')
  t.match((await get(world.ana, '/desk/promises?kind=resolution')).body, 'No promise was decided')

  world.platform.clock.advance(10 * day)
  t.match((await get(world.ana, '/desk/promises?days=7')).body, 'No promise was decided')
  t.match((await get(world.ana, '/desk/promises?days=30')).body, '25 % kept')
  for (const wrong of ['days=8', 'kind=x', 'department=-1', 'before=x']) t.equal((await get(world.ana, `/desk/promises?${wrong}`)).statusCode, 400, wrong)
})

inWorld('misses are read a page at a time, each once, and come as a file that runs nothing', async (t, world) => {
  const ids: number[] = []
  for (let place = 0; place < 120; place++) {
    const { id } = await world.ask({ subject: `Ticket ${place}` })
    ids.push(id)
    if (place % 3 === 0) world.platform.clock.advance(1000)
    await miss(world, id)
  }
  const { app, get } = await reader(world)
  t.teardown(async () => app.close())
  const seen: string[] = []
  for (let path: string | undefined = '/desk/promises'; path !== undefined;) {
    const { body } = await get(world.ben, path)
    seen.push(...[...body.matchAll(/\/desk\/tickets\/(\d+)\/receipt/g)].map(([, id]) => id!))
    path = /<a href="([^"]*before=[^"]*)">Next page/.exec(body)?.[1]?.replaceAll('&amp;', '&')
  }
  t.same(seen, ids.toReversed().map(String))

  const file = await get(world.ben, '/desk/promises/missed.csv')
  t.match(file.headers['content-disposition'], 'missed.csv')
  t.equal(file.body.split('\r\n').length, 122)
})

t.test('a cell is quoted where it must be, and none is a formula', async t => {
  const miss = { id: 1, ticketId: 1, number: '26-000001', subject: '=1+1, "two"\nlines', departmentName: '+IT', assigneeName: null, kind: 'resolution' as const, minutes: 60, missedAt: 0, metAt: 1000 }
  t.equal(writeMisses([miss]), '\uFEFFticket,subject,department,agent,promise,minutes,missed_at,met_at\r\n26-000001,"\'=1+1, ""two""\nlines",\'+IT,,resolution,60,1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z\r\n')
})
