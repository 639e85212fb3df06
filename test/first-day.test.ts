import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { createApiKey } from '../src/accounts/commands/save-api-key.js'
import { system } from '../src/platform/actor.js'
import { day, minute } from '../src/platform/clock.js'
import { withActor } from '../src/platform/context.js'
import type { Engine } from '../src/platform/database/engine.js'
import { Job } from '../src/platform/jobs/job.entity.js'
import { createAdmin } from '../src/setup/commands/create-admin.js'
import { ensureSetupToken } from '../src/setup/setup-token.js'
import { Ticket } from '../src/tickets/ticket.entity.js'
import { createWorker } from '../src/worker.js'
import { cookieFor, openTestApp, ownForm } from './support/app.js'
import { engines } from './support/engines.js'
import { bodyOf, formWith, multipartOf } from './support/page-form.js'
import { openTestPlatform, type TestPlatform } from './support/platform.js'

const pages = ['/desk', '/desk/queues/all', '/desk/promises', '/desk/tasks', '/desk/articles', '/admin', '/admin/sla', '/admin/sla/1', '/admin/topics/1', '/admin/departments/1', '/admin/roles/1', '/admin/routing?place=topic:1', '/admin/audit', '/admin/jobs']

for (const engine of engines) {
  t.test(`a desk that the command line set up takes its first request, and its pages can be read (${engine})`, async t => {
    const { platform, app } = await emptyDesk(t, engine)
    const ctx = withActor(platform, system)
    await createAdmin(ctx, { name: 'Ines Duarte', email: 'ines@riverside.example', password: 'the quick brown fox' })
    const { key } = await createApiKey(ctx, { name: 'Monitoring', scopes: ['tickets.create'], network: '', expiresAt: null })
    const answer = await app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key }, payload: JSON.stringify({ name: 'Maria', email: 'maria@example.org', subject: 'A lamp is dark', message: 'In room 3.' }) })
    t.equal(answer.statusCode, 201, answer.body)
    const ticket = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
    t.ok(ticket.nextDueAt, 'what the house promises from the first day on')

    const cookie = await cookieFor(platform, { agentId: 1 })
    for (const url of ['/', `/desk/tickets/${ticket.id}`, ...pages]) t.equal((await app.inject({ url, headers: { cookie } })).statusCode < 400, true, url)
  })

  t.test(`a desk that was set up on its page takes requests by every door and sees each to its end (${engine})`, async t => {
    const { platform, app } = await emptyDesk(t, engine)
    const ines = visitorOf(app)
    const setUp = formWith(await ines.read(`/setup?token=${await ensureSetupToken(platform)}`), 'organisation')
    t.equal(await ines.send(setUp.action, bodyOf(setUp, {
      organisation: 'Riverside', timeZone: 'Europe/Berlin', locale: 'en', mailAddress: 'help@riverside.example', name: 'Ines Duarte', email: 'ines@riverside.example', password: 'the quick brown fox'
    })), '/desk')
    t.match(await ines.read('/desk'), /<title>[^<]* – Riverside</, 'under its own name at once')

    t.notMatch(await ines.read('/desk/promises'), '– kept', 'no share of nothing')

    const key = formWith(await ines.read('/admin/api-keys/new'), 'scopes')
    const shown = await ines.answer(key.action, `${bodyOf(key, { name: 'Everything', agentId: '1' })}&scopes=tickets.write&scopes=tickets.read`)
    const asProgram = { 'x-api-key': /[\w-]{32}/.exec(/<code[^>]*>([^<]+)</.exec(shown)?.[1] ?? '')?.[0] ?? '' }
    const told = { subject: 'A lamp is dark', name: 'Maria', email: 'maria@example.org' }
    const mail = 'From: Maria <maria@example.org>\r\nTo: help@riverside.example\r\nSubject: A lamp is dark\r\nMessage-ID: <a@x.example>\r\n\r\nIn room 3.\r\n'
    const doors: Array<[name: string, type: string, body: string]> = [
      ['/api/tickets.json', 'application/json', JSON.stringify({ ...told, message: 'In room 3.' })],
      ['/api/tickets.email', 'message/rfc822', mail],
      ['/api/v1/tickets', 'application/json', JSON.stringify({ subject: told.subject, text: 'In room 3.', topicId: 1, requester: { name: 'Maria', email: told.email } })]
    ]
    for (const [url, type, payload] of doors) {
      const answer = await app.inject({ method: 'POST', url, headers: { ...asProgram, authorization: `Bearer ${asProgram['x-api-key']}`, 'content-type': type }, payload })
      t.equal(answer.statusCode, 201, `${url}: ${answer.body}`)
    }

    const byForm = visitorOf(app)
    t.match(await byForm.read('/ask'), 'name="topic"')
    let step = await byForm.send('/ask', 'topic=1')
    const steps: Array<Record<string, string> | null> = [{ subject: told.subject, text: 'In room 3.' }, null, { name: told.name, email: told.email }, { website: '' }]
    for (const typed of steps) {
      const page = await byForm.read(step)
      const form = typed === null ? { action: step, fields: [] } : formWith(page, Object.keys(typed)[0] ?? '')
      step = await byForm.send(form.action, typed === null ? multipartOf(form, { go: '1' }) : bodyOf(form, typed))
    }
    t.match(await byForm.read(step), /26-\d{6}/, 'the number of the request')

    const tickets = await platform.db.read.find(Ticket, { order: { id: 'ASC' } })
    t.same(tickets.map(({ source }) => source), ['api', 'email', 'api', 'web'])
    for (const { id, nextDueAt } of tickets) {
      t.ok(nextDueAt)
      const page = formWith(await ines.read(`/desk/tickets/${id}`), 'outcome')
      t.match(await ines.send(page.action, bodyOf(page, { text: 'A new bulb is in.', outcome: 'resolved', send: 'reply' })), `/desk/tickets/${id}`)
    }
    await pass(platform, 5 * minute)

    const solutions = await platform.db.read.query("SELECT text FROM mails WHERE template = 'solution' ORDER BY id") as Array<{ text: string }>
    t.equal(solutions.length, tickets.length)
    for (const { text } of solutions) {
      const maria = visitorOf(app)
      const page = await maria.read(await maria.send(/https?:\/\/[^/\s]+(\/r\/\S+)/.exec(text)?.[1] ?? ''))
      await maria.send(/action="([^"]+\/judgements)"/.exec(page)?.[1] ?? '', 'way=solved')
    }
    await pass(platform, minute)
    t.same((await platform.db.read.find(Ticket)).map(({ state }) => state), tickets.map(() => 'closed'))

    for (const url of [...pages, ...tickets.map(({ id }) => `/desk/tickets/${id}`)]) t.notMatch(await ines.read(url), /\b(?:undefined|NaN|Invalid Date)\b/, url)
    for (let passed = 0; passed < 8; passed += 1) await pass(platform, day)
    const [asked] = await platform.db.read.query("SELECT COUNT(*) AS count FROM mails WHERE template = 'follow_up'") as Array<{ count: number }>
    t.equal(Number(asked?.count), tickets.length, 'and all are asked how it went')
    t.same((await platform.db.read.find(Job)).filter(({ attempts, state }) => attempts > 0 || state === 'dead').map(({ name, lastError }) => [name, lastError]), [], 'no job failed')
  })
}

async function emptyDesk (t: Test, engine: Engine): Promise<{ platform: TestPlatform, app: FastifyInstance }> {
  const platform = await openTestPlatform(engine)
  t.teardown(async () => platform.close())
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  return { platform, app }
}

async function pass (platform: TestPlatform, ms: number): Promise<void> {
  platform.clock.advance(ms)
  for (let round = 0; round < 3; round += 1) await createWorker(platform).runDue()
}

type Body = string | ReturnType<typeof multipartOf>

interface Visitor {
  /** The page at an address, or where it leads. */
  read: (url: string) => Promise<string>
  /** Sends a form, or follows a link, and returns where it leads. */
  send: (url: string, body?: Body) => Promise<string>
  /** Sends a form that is answered with a page. */
  answer: (url: string, body: Body) => Promise<string>
}

/** Somebody without script, who keeps cookies and is led on. */
function visitorOf (app: FastifyInstance): Visitor {
  const jar = new Map<string, string>()
  const ask = async (url: string, body?: Body) => {
    const cookie = [...jar].map(pair => pair.join('=')).join('; ')
    const { payload, headers } = typeof body === 'object' ? body : { payload: body, headers: ownForm }
    const answer = await app.inject(payload === undefined ? { url, headers: { cookie } } : { method: 'POST', url, headers: { cookie, ...headers }, payload })
    for (const { name, value } of answer.cookies) jar.set(name, encodeURIComponent(value))
    if (answer.statusCode >= 400) throw new Error(`${url} answered ${answer.statusCode}.`)
    return answer
  }
  return {
    async read (url) {
      const { headers: { location }, body } = await ask(url)
      return location === undefined ? body : this.read(location)
    },
    async send (url, body) {
      return String((await ask(url, body)).headers.location ?? '')
    },
    async answer (url, body) {
      return (await ask(url, body)).body
    }
  }
}
