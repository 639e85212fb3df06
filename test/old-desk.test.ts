import path from 'node:path'
import t from 'tap'
import { DataSource, type QueryRunner } from 'typeorm'
import { createApiKey } from '../src/accounts/commands/save-api-key.js'
import { system } from '../src/platform/actor.js'
import { withActor } from '../src/platform/context.js'
import { dataSourceOptions } from '../src/platform/database/engine.js'
import { schema } from '../src/schema.js'
import { Ticket } from '../src/tickets/ticket.entity.js'
import { createWorker } from '../src/worker.js'
import { cookieFor, openTestApp } from './support/app.js'
import { createTestDatabase, engines } from './support/engines.js'
import { openTestPlatform } from './support/platform.js'

/** What the first release made of an empty house, in the columns that it knew. */
const rows: Array<[table: string, values: Record<string, unknown>]> = [
  ['agents', { id: 1, name: 'Ines Duarte', email: 'ines@riverside.example', admin_rights: '["people","departments","mail","appearance","system"]', notifications: '{}', preferences: '{}', created_at: 1 }],
  ['roles', { id: 1, name: 'Lead', permissions: '["ticket.read","ticket.create","ticket.reply","ticket.note","ticket.assign","ticket.transfer","ticket.edit","ticket.close","ticket.merge","ticket.trash"]', created_at: 1 }],
  ['schedules', { id: 1, name: 'Office hours', opening_hours: '{"timeZone":"Europe/Berlin","hours":{"mon":[{"from":"09:00","to":"17:00"}],"tue":[],"wed":[],"thu":[],"fri":[],"sat":[],"sun":[]},"holidays":[]}', is_default: 1, created_at: 1 }],
  ['departments', { id: 1, name: 'Support', created_at: 1 }],
  ['memberships', { agent_id: 1, department_id: 1, role_id: 1 }],
  ['sla_policies', { id: 1, name: 'Standard', position: 1, department_ids: '[]', topic_ids: '[]', targets: JSON.stringify(Object.fromEntries([1, 2, 3, 4].map(priority => [priority, { first_response: 240, next_response: 240, resolution: 1440 }]))), created_at: 1 }],
  ['topics', { id: 1, name: 'Anything else', department_id: 1, position: 1, created_at: 1 }]
]

for (const engine of engines) {
  t.test(`a desk that the first release set up takes requests after all steps since (${engine})`, async t => {
    const database = await createTestDatabase(engine)
    const first = await new DataSource(dataSourceOptions(database.url, { ...schema, migrations: ['js', 'ts'].map(kind => path.join(import.meta.dirname, '..', 'migrations', `20261123T100*.${kind}`)) })).initialize()
    await first.runMigrations()
    const runner = first.createQueryRunner()
    for (const [table, values] of rows) await insert(runner, table, values)
    if (engine === 'mysql') await runner.release()
    await first.destroy()

    const platform = await openTestPlatform(engine, {}, database)
    t.teardown(async () => platform.close())
    const app = await openTestApp(platform)
    t.teardown(async () => app.close())
    const { key } = await createApiKey(withActor(platform, system), { name: 'Monitoring', scopes: ['tickets.create'], network: '', expiresAt: null })
    const answer = await app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key }, payload: JSON.stringify({ name: 'Maria', email: 'maria@example.org', subject: 'A lamp is dark', message: 'In room 3.' }) })
    t.equal(answer.statusCode, 201, answer.body)
    const ticket = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
    t.ok(ticket.nextDueAt, 'the promise of old holds')
    await createWorker(platform).runDue()
    const failed = await platform.db.read.query('SELECT name, last_error FROM jobs WHERE attempts > 0') as unknown[]
    t.same(failed, [])

    const cookie = await cookieFor(platform, { agentId: 1 })
    for (const page of ['/', '/desk/queues/all', `/desk/tickets/${ticket.id}`, '/desk/articles/new', '/admin/sla/1', '/admin/topics/1', '/admin/departments/1', '/admin/routing?place=topic:1', '/admin/roles/1', '/admin/agents/1']) {
      t.equal((await app.inject({ url: page, headers: { cookie } })).statusCode, 200, page)
    }
  })
}

const insert = async (runner: QueryRunner, table: string, values: Record<string, unknown>): Promise<unknown> =>
  runner.query(`INSERT INTO ${table} (${Object.keys(values).join(', ')}) VALUES (${Object.keys(values).map(() => '?').join(', ')})`, Object.values(values))
