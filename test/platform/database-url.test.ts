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
  t.same(readDatabaseUrl('mysql://u:p@db.example/desk'), { address: 'mysql://u:p@db.example/desk', tls: null })
  t.same(readDatabaseUrl('mariadb://u:p@db.example:3307/desk?ssl=true'), { address: 'mariadb://u:p@db.example:3307/desk', tls: { rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' } })
  t.same(readDatabaseUrl('mysql://u:p@10.0.0.3/desk?ssl=unchecked').tls, { rejectUnauthorized: false, verifyIdentity: false, minVersion: 'TLSv1.2' })
  t.equal(readDatabaseUrl('mysql://u:p@db.example/desk?ssl=false').tls, null)
  t.same(readDatabaseUrl('sqlite:C:\\desk\\what?.sqlite'), { address: 'sqlite:C:\\desk\\what?.sqlite', tls: null })
})

t.test('what cannot be done is said before the start, never passed by in silence', async t => {
  const certificate = path.join(folder, 'none.pem')
  writeFileSync(certificate, 'hello')
  for (const [url, words] of [
    ['mysql://u:secret@db.example', /must be mysql:\/\/user:password@host\/name/], ['mysql://u:secret@db.example/?ssl=true', /must be mysql/], ['mysql:desk', /must be mysql/], ['postgres://u:secret@db.example/desk', /must be mysql/],
    ['mysql://u:secret@db.example/desk?ssl=maybe', /ssl must be one of true, unchecked, false, not “maybe”/], ['mysql://u:secret@db.example/desk?sslmode=require', /not with “sslmode”/],
    ['mysql://u:secret@db.example/desk?ssl-ca=/nowhere/ca.pem', /cannot be read/], [`mysql://u:secret@db.example/desk?ssl-ca=${certificate}`, /holds no certificate/], ['mysql://u:secret@10.0.0.3:3306/desk?ssl=true', /by the address 10\.0\.0\.3/]
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
