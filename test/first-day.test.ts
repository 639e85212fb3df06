import t from 'tap'
import { createApiKey } from '../src/accounts/commands/save-api-key.js'
import { system } from '../src/platform/actor.js'
import { withActor } from '../src/platform/context.js'
import { createAdmin } from '../src/setup/commands/create-admin.js'
import { Ticket } from '../src/tickets/ticket.entity.js'
import { cookieFor, openTestApp } from './support/app.js'
import { engines } from './support/engines.js'
import { openTestPlatform } from './support/platform.js'

for (const engine of engines) {
  t.test(`a desk that was just set up takes its first request, and its pages can be read (${engine})`, async t => {
    const platform = await openTestPlatform(engine)
    t.teardown(async () => platform.close())
    const ctx = withActor(platform, system)
    await createAdmin(ctx, { name: 'Ines Duarte', email: 'ines@riverside.example', password: 'the quick brown fox' })
    const app = await openTestApp(platform)
    t.teardown(async () => app.close())

    const { key } = await createApiKey(ctx, { name: 'Monitoring', scopes: ['tickets.create'], network: '', expiresAt: null })
    const answer = await app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key }, payload: JSON.stringify({ name: 'Maria', email: 'maria@example.org', subject: 'A lamp is dark', message: 'In room 3.' }) })
    t.equal(answer.statusCode, 201, answer.body)
    const ticket = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
    t.ok(ticket.nextDueAt, 'what the house promises from the first day on')

    const cookie = await cookieFor(platform, { agentId: 1 })
    for (const url of ['/', '/desk', `/desk/tickets/${ticket.id}`, '/admin', '/admin/sla', '/admin/sla/1', '/admin/topics/1', '/admin/departments/1', '/admin/roles/1']) {
      t.equal((await app.inject({ url, headers: { cookie } })).statusCode < 400, true, url)
    }
  })
}
