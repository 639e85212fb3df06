import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import t from 'tap'
import { Database } from '../../src/platform/database/database.js'
import { CannotListen, listening, startTrouble } from '../../src/platform/start-trouble.js'
import { checkFolder } from '../../src/platform/storage/check-folder.js'
import { schema } from '../../src/schema.js'
import { createTestDatabase, engines } from '../support/engines.js'

const troubleOf = async (work: Promise<unknown>): Promise<string | null> => work.then(() => 'nothing', startTrouble)

t.test('what keeps a process from starting is said in a line, and a fault of ours is not called one', async t => {
  t.match(await troubleOf(Database.open('mysql://user:hidden@127.0.0.1:1/desk', schema)), /^The database cannot be reached: .*ECONNREFUSED.*DATABASE_URL/)
  t.match(await troubleOf(Database.open(`mysql://user@/desk?socket=${t.testdirName}/none.sock`, schema)), /^The database cannot be reached: .*none\.sock.*socket in DATABASE_URL/)
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  const { port } = server.address() as AddressInfo
  const listen = (setting: CannotListen['setting'], host: string) => troubleOf(listening(setting, async () => {
    const second = createServer().listen(port, host)
    await once(second, 'listening')
  }))
  t.equal(await listen('PORT', '127.0.0.1'), `Somebody else listens on port ${port} already. Stop it, or set PORT.`)
  t.equal(await listen('INBOX_URL', '127.0.0.1'), `Somebody else listens on port ${port} already. Stop it, or set INBOX_URL.`)
  t.match(await listen('PORT', '192.0.2.1'), /^This machine has no such address to listen on: .*192\.0\.2\.1.*Set HOST to one of its own/)
  t.match(await listen('INBOX_URL', '192.0.2.1'), /Set INBOX_URL to one of its own/)
  t.equal(startTrouble(new TypeError('x is not a function')), null)
})

t.test('a file that is no database, a folder that is one, and one that cannot be made are named with what helps', async t => {
  const folder = t.testdir({ 'notes.txt': 'This is no database. '.repeat(100) })
  t.match(await troubleOf(Database.open(`sqlite:${folder}`, schema)), /^The database file cannot be opened: .*DATABASE_URL has to name a file/)
  t.match(await troubleOf(Database.open(`sqlite:${folder}/notes.txt`, schema)), /^What DATABASE_URL names is no SQLite database: .*Correct DATABASE_URL/)
  t.match(await troubleOf(Database.open(`sqlite:${folder}/notes.txt/below/desk.sqlite`, schema)), /^The folder .*below cannot be made: .*DATABASE_URL/)
  await checkFolder(`file:${folder}/files`)
  t.match(await troubleOf(checkFolder(`file:${folder}/notes.txt/files`)), /^Files cannot be kept in .*notes\.txt.files: .*STORAGE_URL\.$/)
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
    t.match(await troubleOf(Database.open(url.toString(), schema)), /^The database does not let us in: Unknown database 'nowhere'\. .*CREATE DATABASE/)
    url.pathname = '/information_schema'
    t.match(await troubleOf(Database.open(url.toString(), schema)), /^The database does not let us in: Access denied .* to database 'information_schema'\. .*GRANT ALL/)
  })
}
