import { TicketLink } from '../../src/tickets/ticket-link.entity.js'
import { listAnswers } from '../../src/tickets/answers.queries.js'
import type { AgentActor } from '../../src/platform/actor.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld, type World } from '../support/world.js'

async function desk (world: World) {
  const app = await openTestApp(world.platform)
  const headersOf = async (agent: AgentActor) => ({ ...ownForm, cookie: await cookieFor(world.platform, { agentId: agent.id }) })
  return {
    app,
    get: async (agent: AgentActor, url: string) => app.inject({ url, headers: await headersOf(agent) }),
    post: async (agent: AgentActor, url: string, payload: string) => app.inject({ method: 'POST', url, headers: await headersOf(agent), payload })
  }
}

inWorld('two tickets are linked once, seen from both, and unlinked from either', async (t, world) => {
  const { app, get, post } = await desk(world)
  t.teardown(async () => app.close())
  const [one, other] = [await world.ask({ subject: 'One' }), await world.ask({ subject: 'Other' })]

  const both = await Promise.all([post(world.ben, `/desk/tickets/${one.id}/links`, form({ number: `#${other.number}` })), post(world.ana, `/desk/tickets/${other.id}/links`, form({ number: one.number }))])
  t.same(both.map(({ statusCode }) => statusCode), [303, 303])
  t.equal(await world.platform.db.read.count(TicketLink), 1)
  t.match((await get(world.ben, `/desk/tickets/${one.id}`)).body, `${other.number} Other`)
  t.match((await get(world.ben, `/desk/tickets/${other.id}`)).body, `${one.number} One`)
  t.match((await get(world.ben, `/desk/tickets/${other.id}`)).body, `Linked with ${one.number}`)

  t.equal((await post(world.ben, `/desk/tickets/${other.id}/links/${one.id}/removals`, '')).statusCode, 303)
  t.equal(await world.platform.db.read.count(TicketLink), 0)
  t.match((await get(world.ben, `/desk/tickets/${one.id}`)).body, `Link with ${other.number} taken away`)
})

inWorld('no link leads to a ticket that an agent may not see', async (t, world) => {
  const { app, get, post } = await desk(world)
  t.teardown(async () => app.close())
  const ticket = await world.ask()
  const hidden = await world.ask({ subject: 'The heating of room 9', topicId: world.topics.heating.id })

  for (const number of [hidden.number, '99-000000', '', ticket.number]) {
    const refused = await post(world.ben, `/desk/tickets/${ticket.id}/links`, form({ number }))
    t.equal(refused.statusCode, 422, number)
    t.match(refused.body, 'Enter the number of another ticket that you may see')
  }
  t.equal((await post(world.ana, `/desk/tickets/${ticket.id}/links`, form({ number: hidden.number }))).statusCode, 303, 'Ana leads both departments')
  t.match((await get(world.ana, `/desk/tickets/${ticket.id}`)).body, 'The heating of room 9')
  t.notMatch((await get(world.ben, `/desk/tickets/${ticket.id}`)).body, 'The heating of room 9', 'Ben works in one of them')
})

inWorld('an agent corrects what was answered, and the history says what it was', async (t, world) => {
  const { app, get, post } = await desk(world)
  t.teardown(async () => app.close())
  const topicId = world.topics.printing.id
  const questions = await world.platform.db.read.query('SELECT id, kind, label FROM questions WHERE topic_id = ? ORDER BY position', [topicId]) as Array<{ id: number, kind: string, label: string }>
  const asked = questions.find(({ kind }) => kind === 'short_text')!
  const ticket = await world.ask({ topicId, answers: new Map([[asked.id, 'the old one']]) })
  const page = await get(world.ben, `/desk/tickets/${ticket.id}/answers`)
  const answers = formWith(page.body, `q${asked.id}`)
  t.match(answers.fields, [[/version/, /\d/]])

  t.equal((await post(world.ben, answers.action, bodyOf(answers, { [`q${asked.id}`]: 'the <new> one' }))).statusCode, 303)
  t.equal((await listAnswers(world.platform.db.read, ticket.id)).get(asked.id), 'the <new> one')
  t.match((await get(world.ben, `/desk/tickets/${ticket.id}`)).body, `${asked.label} changed by Ben Ortiz: the old one → the &lt;new&gt; one`)

  const late = await post(world.ana, answers.action, bodyOf(answers, { [`q${asked.id}`]: 'mine' }))
  t.equal(late.statusCode, 409)
  t.match(late.body, 'value="mine"', 'what was typed stays')
  const long = await post(world.ben, answers.action, bodyOf(formWith((await get(world.ben, answers.action)).body, `q${asked.id}`), { [`q${asked.id}`]: 'x'.repeat(600) }))
  t.equal(long.statusCode, 422)
  t.equal((await get(world.nadia, answers.action)).statusCode, 404)
})
