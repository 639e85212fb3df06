import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t from 'tap'
import { DataSource } from 'typeorm'
import { BadSettings, readConfig } from '../../src/platform/config.js'
import { dataSourceOptions } from '../../src/platform/database/engine.js'
import { readDatabaseUrl } from '../../src/platform/database/database-url.js'
import { engines } from '../support/engines.js'

const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-certificates-'))
t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })

t.test('the way to the database is encrypted as its address asks', async t => {
  const server = { host: 'db.example', port: 3306, username: 'u', password: 'p', database: 'desk' }
  t.same(readDatabaseUrl('mysql://u:p@db.example/desk'), { server, tls: null })
  t.same(readDatabaseUrl('mariadb://u:p@db.example:3307/desk?ssl=true'), { server: { ...server, port: 3307 }, tls: { rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' } })
  t.same(readDatabaseUrl('mysql://u:p@10.0.0.3/desk?ssl=unchecked').tls, { rejectUnauthorized: false, verifyIdentity: false, minVersion: 'TLSv1.2' })
  t.equal(readDatabaseUrl('mysql://u:p@db.example/desk?ssl=false').tls, null)
  t.same(readDatabaseUrl('sqlite:C:\\desk\\what?.sqlite'), { server: null, tls: null })
})

t.test('any password, an IPv6 address and a socket are understood', async t => {
  const of = (url: string) => readDatabaseUrl(url).server
  for (const [written, password] of [['a%40b%3Ac%2Fd%23e%25f%3Fg', 'a@b:c/d#e%f?g'], ['a@b:c/d#e?g', 'a@b:c/d#e?g'], ['', ''], ['p%C3%A4ss', 'päss']] as const) {
    t.match(of(`mysql://desk:${written}@db.example:3307/help`), { host: 'db.example', port: 3307, username: 'desk', password, database: 'help' }, written)
    t.match(of(`mysql://desk:${written}@db.example/help?ssl=unchecked`), { username: 'desk', password, database: 'help' }, `${written}, encrypted`)
  }
  t.match(of('mysql://u:p@[::1]:3307/desk'), { host: '::1', port: 3307 })
  t.match(of('mariadb://u:p@[2001:db8::7]/desk'), { host: '2001:db8::7', port: 3306 })
  t.match(of('mysql://u@localhost/desk?socket=/run/mysqld/mysqld.sock'), { username: 'u', password: '', socketPath: '/run/mysqld/mysqld.sock' })
  t.match(of('mysql://u@/desk?socket=/run/mysqld/mysqld.sock'), { database: 'desk', socketPath: '/run/mysqld/mysqld.sock' })
  t.equal(of('mysql://db.example/desk')?.username, '')
})

t.test('what cannot be done is said before the start, never passed by in silence', async t => {
  const certificate = path.join(folder, 'none.pem')
  writeFileSync(certificate, 'hello')
  for (const [url, words] of [
    ['mysql://u:secret@db.example', /must be mysql:\/\/user:password@host\/name/], ['mysql://u:secret@db.example/?ssl=true', /must be mysql/], ['mysql:desk', /must be mysql/], ['postgres://u:secret@db.example/desk', /must be mysql/],
    ['mysql://u:secret@db.example/desk?ssl=maybe', /ssl must be one of true, unchecked, false, not “maybe”/], ['mysql://u:secret@db.example/desk?sslmode=require', /not with “sslmode”/],
    ['mysql://u:secret@db.example/desk?ssl-ca=/nowhere/ca.pem', /cannot be read/], [`mysql://u:secret@db.example/desk?ssl-ca=${certificate}`, /holds no certificate/], ['mysql://u:secret@10.0.0.3:3306/desk?ssl=true', /by the address 10\.0\.0\.3/],
    ['mysql://u:secret@[::1]/desk?ssl=true', /by the address ::1/], ['mysql://u:secret@::1:3306/desk', /IPv6 address stands in square brackets/], ['mysql://u:secret@db.example:port/desk', /must be mysql/], ['mysql://u:secret@db.example:99999/desk', /no port 99999/],
    ['mysql://u:secret%f@db.example/desk', /“%” that stands for nothing\. In user and password write @ : \/ \? # % as %40/], ['mysql://u:secret@/desk', /must be mysql/], ['mysql://u:secret@localhost/desk?socket=/run/x&ssl=true', /socket goes without ssl/]
  ] as const) {
    t.throws(() => readConfig({ DATABASE_URL: url, SECRET_KEY: 'a key for tests that is long enough' }), { message: words, constructor: BadSettings }, url)
    t.throws(() => readConfig({ DATABASE_URL: url, SECRET_KEY: 'a key for tests that is long enough' }), { message: /^(?!.*secret)/ }, 'without the password')
  }
  t.throws(() => readConfig({ TRUST_PROXY: '10.0.0.0/99', SECRET_KEY: 'a key for tests that is long enough' }), { message: /TRUST_PROXY must be/ })
  t.equal(readConfig({ TRUST_PROXY: 'loopback, 10.0.0.0/8', SECRET_KEY: 'a key for tests that is long enough' }).trustProxy, 'loopback, 10.0.0.0/8')
})

for (const engine of engines.filter(each => each === 'mysql')) {
  t.test(`a server is believed only with a certificate that holds (${engine})`, async t => {
    const plain = new URL(process.env.TEST_DATABASE_URL ?? '')
    const certificate = process.env.TEST_DATABASE_CERTIFICATE ?? ''
    t.not(certificate, '', 'npm test starts a server that has one')
    const cipherAt = async (hostname: string, asked: Record<string, string>): Promise<string> => {
      const url = new URL(plain)
      url.hostname = hostname
      url.search = new URLSearchParams(asked).toString()
      const source = await new DataSource(dataSourceOptions(url.toString(), { entities: [], migrations: [] })).initialize()
      try {
        return ((await source.query("SHOW STATUS LIKE 'Ssl_cipher'")) as Array<{ Value: string }>)[0]?.Value ?? ''
      } finally {
        await source.destroy()
      }
    }

    t.equal(await cipherAt('127.0.0.1', {}), '', 'nothing is encrypted that nobody asked for')
    t.match(await cipherAt('127.0.0.1', { ssl: 'unchecked' }), /^TLS_|AES|CHACHA/)
    t.match(await cipherAt('localhost', { ssl: 'true', 'ssl-ca': certificate }), /^TLS_|AES|CHACHA/)
    await t.rejects(cipherAt('localhost', { ssl: 'true' }), { message: /self-signed|unable to (?:verify|get)/i }, 'an authority that nobody knows')
    await t.rejects(cipherAt('127.1', { ssl: 'true', 'ssl-ca': certificate }), { message: /altnames/ }, 'a certificate for another name')
  })
}
