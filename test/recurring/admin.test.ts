import { Plan } from '../../src/recurring/plan.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld, type World } from '../support/world.js'
import { at, withPlan } from './support.js'

async function admin ({ platform, ana }: World, agentId = ana.id) {
  const app = await openTestApp(platform)
  // A session of its own each time, since days go by between the requests.
  const headers = async () => ({ ...ownForm, cookie: await cookieFor(platform, { agentId }) })
  return {
    close: async () => app.close(),
    get: async (url: string) => app.inject({ url, headers: await headers() }),
    post: async (url: string, payload: string) => app.inject({ method: 'POST', url, headers: await headers(), payload })
  }
}

inWorld('a recurring ticket is written without script, shows its dates before it is saved, and what it opened after', async (t, world) => {
  const { platform, topics, agents } = world
  const { get, post, close } = await admin(world)
  t.teardown(close)
  t.match((await get('/admin/recurring')).body, 'Nothing opens by itself yet')
  const blank = formWith((await get('/admin/recurring/new')).body, 'kind')
  t.match((await get('/admin/recurring/new')).body, 'Monday, 7 December 2026, 8:00')

  const questions = await platform.db.read.query("SELECT id FROM questions WHERE topic_id = ? AND kind = 'short_text' ORDER BY position", [topics.printing.id]) as Array<{ id: number }>
  const asked = questions[0]!.id
  const answers = Object.fromEntries(questions.map(({ id }) => [`q${id}`, 'PR-0317']))
  const look = await post(blank.action, bodyOf(blank, { act: 'look', name: 'Test print', kind: 'monthly_day', monthDay: '31', topicId: String(topics.printing.id) }))
  for (const words of ['Monday, 30 November 2026, 8:00', 'Thursday, 31 December 2026, 8:00', 'Sunday, 28 February 2027, 8:00', `name="q${asked}"`, 'value="Test print"']) t.match(look.body, words)
  t.equal(await platform.db.read.count(Plan), 0, 'nothing is saved')

  const form = formWith(look.body, 'kind')
  const incomplete = await post(form.action, bodyOf(form, { subject: '' }))
  t.equal(incomplete.statusCode, 422)
  for (const words of ['<title>Error: ', 'Enter a subject', /href="#q\d+"/, 'value="Test print"']) t.match(incomplete.body, words)

  const saved = await post(form.action, bodyOf(form, { subject: 'Print <a> page on {date}', text: 'One page.', ...answers, agentId: String(agents.ben.id), tasks: 'Load paper\n\nPrint', tags: 'Print' }))
  t.equal(saved.statusCode, 303, saved.body.slice(0, 3000))
  t.match((await get('/admin/recurring')).body, 'Every month on the last day at 08:00, Europe/Berlin')
  t.match((await get('/admin/recurring')).body, 'Monday, 30 November 2026, 8:00')
  t.match(await platform.db.read.findOneBy(Plan, {}), { template: { answers: { [asked]: 'PR-0317' }, agentId: agents.ben.id, tasks: ['Load paper', 'Print'], tags: ['print'] } })

  const { id } = await platform.db.read.findOneByOrFail(Plan, {})
  const now = formWith((await get(`/admin/recurring/${id}`)).body, 'kind')
  for (let times = 0; times < 2; times += 1) t.equal((await post(`/admin/recurring/${id}/tickets`, bodyOf(now))).statusCode, 303)
  t.same((await platform.db.read.find(Ticket)).map(({ subject }) => subject), ['Print <a> page on 23 November 2026'], 'pressed twice it opens one')
  await at(world, '2026-11-30T07:00:00Z')
  const page = (await get(`/admin/recurring/${id}`)).body
  for (const { number, id: ticketId } of await platform.db.read.find(Ticket)) t.match(page, new RegExp(`href="/desk/tickets/${ticketId}">${number}`))
  t.match((await get('/desk/tickets/2')).body, 'Opened by itself, as the recurring ticket “Test print”')

  t.equal((await post(`/admin/recurring/${id}/removals`, bodyOf(now))).statusCode, 303)
  t.equal(await platform.db.read.count(Plan), 0)
  t.equal(await platform.db.read.count(Ticket), 2, 'its tickets stay')
})

inWorld('what can never be a time is refused in words, and what was typed comes back', async (t, world) => {
  const { platform, topics, nadia } = world
  const { get, post, close } = await admin(world)
  t.teardown(close)
  const blank = formWith((await get('/admin/recurring/new')).body, 'kind')
  const fine = { name: 'x', subject: 'x', text: 'x', topicId: String(topics.accounts.id) }
  const wrong: Array<[Record<string, string>, RegExp]> = [
    [{ kind: 'hourly' }, /href="#kind"/], [{ every: '0' }, /href="#every"/], [{ every: '1000' }, /href="#every"/], [{ every: 'often' }, /href="#every"/], [{ kind: 'weekly' }, /Choose at least one day of the week/], [{ kind: 'weekly', weekdays: 'payday' }, /Choose at least one day/],
    [{ kind: 'monthly_day', monthDay: '32' }, /href="#monthDay"/], [{ rank: '7' }, /href="#rank"/], [{ weekday: 'xyz' }, /href="#weekday"/], [{ time: '25:00' }, /Enter a time of day/], [{ time: '' }, /Enter a time of day/], [{ timeZone: 'Mars/Olympus' }, /Choose a time zone/],
    [{ from: '2026-02-31' }, /Enter a day that exists/], [{ from: '' }, /Enter a day that exists/], [{ until: '2026-11-01' }, /end before it begins/], [{ until: '2027-11-01', count: '3' }, /not both/], [{ count: '0' }, /href="#count"/],
    [{ kind: 'once', from: '2026-11-20' }, /No time is left/], [{ until: '2026-11-24' }, /No time is left/], [{ topicId: '999' }, /Choose a topic/], [{ agentId: String(nadia.id) }, /does not work in the topic/], [{ teamId: '999' }, /This team is not in use/],
    [{ requesterEmail: 'nobody' }, /href="#requesterEmail"/], [{ requesterName: ' ' }, /href="#requesterName"/], [{ text: ' ' }, /href="#text"/], [{ name: ' ' }, /href="#name"/], [{ name: 'x'.repeat(200) }, /href="#name"/], [{ tasks: 'y'.repeat(201) }, /href="#tasks"/]
  ]
  for (const [change, words] of wrong) {
    const answer = await post(blank.action, bodyOf(blank, { ...fine, ...change }))
    t.equal(answer.statusCode, 422, JSON.stringify(change))
    t.match(answer.body, words, JSON.stringify(change))
    const look = await post(blank.action, bodyOf(blank, { ...fine, ...change, act: 'look' }))
    t.equal(look.statusCode, 200, `looking at ${JSON.stringify(change)}`)
  }
  t.match((await post(blank.action, bodyOf(blank, { ...fine, every: 'often', subject: 'Keep me' }))).body, 'value="Keep me"')
  t.equal(await platform.db.read.count(Plan), 0)
})

inWorld('a plan that halted says why on its page; whoever has no right sees none', async (t, world) => {
  const { platform, ben } = world
  const { get, post, close } = await admin(world)
  const others = await admin(world, ben.id)
  t.teardown(async () => Promise.all([close(), others.close()]))
  const { id } = await withPlan(world, { template: { agentId: ben.id } })
  await platform.db.transaction(async manager => manager.query('UPDATE agents SET is_active = 0 WHERE id = ?', [ben.id]))
  await at(world, '2026-11-24T12:00:00Z')
  const page = (await get(`/admin/recurring/${id}`)).body
  t.match(page, 'Halted, because its last ticket could not be opened: This person does not work in the topic’s department any more')
  t.match(page, 'Not opened: This person')
  t.match((await get('/admin/recurring')).body, 'halted')
  const now = await post(`/admin/recurring/${id}/tickets`, bodyOf(formWith(page, 'kind')))
  t.equal(now.statusCode, 422)
  t.match(now.body, /href="#agentId"/)
  t.equal(await platform.db.read.count(Ticket), 0)
  t.equal((await get('/admin/recurring/999')).statusCode, 404)

  await platform.db.transaction(async manager => manager.query('UPDATE agents SET is_active = 1 WHERE id = ?', [ben.id]))
  t.ok([403, 404].includes((await others.get('/admin/recurring')).statusCode))
})
