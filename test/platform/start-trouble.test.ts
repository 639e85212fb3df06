import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import t from 'tap'
import { Database } from '../../src/platform/database/database.js'
import { startTrouble } from '../../src/platform/start-trouble.js'
import { schema } from '../../src/schema.js'
import { createTestDatabase, engines } from '../support/engines.js'

const troubleOf = async (work: Promise<unknown>): Promise<string | null> => work.then(() => 'nothing', startTrouble)

t.test('what keeps a process from starting is said in a line, and a fault of ours is not called one', async t => {
  t.match(await troubleOf(Database.open('mysql://user:hidden@127.0.0.1:1/desk', schema)), /^The database cannot be reached: .*ECONNREFUSED.*DATABASE_URL/)
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  const { port } = server.address() as AddressInfo
  const second = createServer().listen(port, '127.0.0.1')
  const [error] = await once(second, 'error') as [Error]
  t.equal(startTrouble(error), `Somebody else listens on port ${port} already. Stop it, or set PORT.`)
  t.equal(startTrouble(new TypeError('x is not a function')), null)
})

for (const engine of engines) {
  t.test(`a release that is too old for the database says so, and changes nothing (${engine})`, async t => {
    const { url, drop } = await createTestDatabase(engine)
    t.teardown(drop)
    const db = await Database.open(url, schema)
    await db.transaction(async manager => manager.query("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')"))
    await db.close()
    t.match(await troubleOf(Database.open(url, schema)), /^The database is newer than this release: it knows FromTheFuture9999999999999\. Start the release that made it, or restore a backup\.$/)
  })
}

for (const engine of engines.filter(each => each === 'mysql')) {
  t.test(`a wrong password and a database that is not there are told apart from a fault (${engine})`, async t => {
    const url = new URL(process.env.TEST_DATABASE_URL ?? '')
    url.password = 'wrong'
    t.match(await troubleOf(Database.open(url.toString(), schema)), /^The database does not let us in: Access denied for user 'ostiary'/)
    url.password = 'ostiary'
    url.pathname = '/nowhere'
    t.match(await troubleOf(Database.open(url.toString(), schema)), /^The database does not let us in: Unknown database 'nowhere'/)
  })
}
