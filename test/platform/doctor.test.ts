import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createPlainServer, type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createServer, type Server } from 'node:tls'
import t from 'tap'
import { buildApp } from '../../src/app.js'
import { day } from '../../src/platform/clock.js'
import { checkCertificate } from '../../src/platform/doctor/check-certificate.js'
import { checkProxy, probeHeader, probePurpose } from '../../src/platform/doctor/check-proxy.js'
import { createSigner } from '../../src/platform/security/signer.js'
import { startMailServer } from '../notifications/mail-server.js'
import { inWorld } from '../support/world.js'

const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-doctor-'))
t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
const [certFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')]
execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '90', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')]
const now = new Date()
const portOf = (server: { address: Server['address'] }): number => (server.address() as AddressInfo).port

t.test('a certificate is looked at before it ends, wherever it is shown', async t => {
  const server = createServer({ cert, key }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  const at = (days: number): Date => new Date(now.getTime() + days * day)
  const look = async (days: number, { host = 'localhost', ca = cert } = {}) => checkCertificate({ area: 'proxy', host, port: portOf(server), begins: 'tls' }, at(days), { ca })
  t.match(await look(0), { level: 'ok', text: /holds until \d{4}-\d\d-\d\d\.$/ })
  t.match(await look(75), { level: 'warn', text: /ends on/, cure: /Renew it/ })
  t.match(await look(91), { level: 'bad', text: /ended on/ })
  t.match(await look(0, { host: '127.0.0.1' }), { level: 'bad', text: /not believed.*altnames/ }, 'made for another name')
  t.match(await checkCertificate({ area: 'proxy', host: 'localhost', port: portOf(server), begins: 'tls' }, now), { level: 'bad', text: /not believed/ }, 'made by somebody unknown')

  const post = await startMailServer({ disabledCommands: ['AUTH'], cert, key })
  t.teardown(async () => post.close())
  const smtp = { area: 'mail out', host: 'localhost', port: Number(new URL(post.url).port), begins: 'smtp' as const }
  t.match(await checkCertificate(smtp, now, { ca: cert }), { level: 'ok', area: 'mail out', text: /holds until/ })
  const open = await startMailServer()
  t.teardown(async () => open.close())
  t.match(await checkCertificate({ ...smtp, port: Number(new URL(open.url).port) }, now, { ca: cert }), { level: 'warn', text: /offers no encryption/ })
})

t.test('a server that says nothing, or nothing that makes sense, keeps the doctor for its time and no longer', async t => {
  const [silent, babbling] = [createPlainServer(() => {}), createPlainServer(socket => { socket.on('error', () => {}); socket.end('* OK hello\r\na NO\r\n') })]
  for (const server of [silent, babbling]) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => { server.close() })
    for (const begins of ['tls', 'smtp', 'imap'] as const) t.match(await checkCertificate({ area: 'mail in', host: '127.0.0.1', port: portOf(server), begins }, now, { timeoutMs: 100 }), { level: 'warn', text: /cannot be looked at from here/ })
  }
})

inWorld('what the proxies in front make of a request is found by asking as people do', async (t, { platform }) => {
  const desk = async (trustProxy: boolean | number) => {
    const app = await buildApp({ ...platform, config: { ...platform.config, trustProxy } })
    t.teardown(async () => app.close())
    return (headers: Record<string, string>): typeof fetch => async (url, init = {}) => {
      const given = Object.fromEntries(new Headers(init.headers).entries())
      const { statusCode, headers: answered, body } = await app.inject({ url: new URL(String(url)).pathname, remoteAddress: '10.0.0.2', headers: { host: 'help.riverside.example', ...given, ...headers } })
      return new Response(body, { status: statusCode, headers: { 'content-type': String(answered['content-type']) } })
    }
  }
  const [trusting, counting, blind] = [await desk(true), await desk(1), await desk(false)]
  const base = 'https://help.riverside.example'
  const look = async (ask: typeof fetch, secret = platform.config.secretKey) => (await checkProxy(base, createSigner(secret), platform.clock.now(), { ask })).map(({ level, text }) => `${level} ${text}`)
  const good = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.123, 198.51.100.7' }

  t.same(await look(counting(good)), ['ok People come by https, as BASE_URL says.', 'ok The host comes through as BASE_URL says.', 'ok Callers are seen with their own address; this one with 198.51.100.7.'])
  t.match(await look(trusting(good)), [/^ok/, /^ok/, /^bad Anybody can claim any address/])
  t.match(await look(blind(good)), [/^bad People come by https, but the desk sees http\./, /^ok/, /^bad Everybody seems to come from 10\.0\.0\.2/])
  t.match(await look(counting({ ...good, 'x-forwarded-proto': 'http', host: 'localhost:3000', 'x-forwarded-for': '192.0.2.123, unknown' })), [/^bad/, /^warn The desk is asked for as localhost:3000/, /^bad The desk sees “unknown”/])
  t.match(await look(counting(good), 'another key that is long enough'), [/^bad Somebody else answers/])
  t.match(await look(async () => new Response('gone', { status: 502 })), [/^bad .*answers 502/])
  t.match(await look(async () => Promise.reject(new Error('connect ECONNREFUSED'))), [/^warn Nobody answers at .*ECONNREFUSED/])
})

inWorld('nobody but its own doctor is told how a request came', async (t, { platform }) => {
  const app = await buildApp(platform)
  t.teardown(async () => app.close())
  const { clock, signer } = platform
  const ask = async (mark: string) => (await app.inject({ url: '/healthz', headers: { [probeHeader]: mark } })).body
  const mark = signer.sign(probePurpose, String(clock.now().getTime()))
  t.match(await ask(mark), /"peer":/)
  for (const other of ['', 'x', signer.sign('another purpose', String(clock.now().getTime())), createSigner('another key that is long enough').sign(probePurpose, String(clock.now().getTime())), signer.sign(probePurpose, 'never')]) t.equal(await ask(other), 'ok\n')
  clock.advance(3 * 60_000)
  t.equal(await ask(mark), 'ok\n', 'an old mark says nothing any more')
})
