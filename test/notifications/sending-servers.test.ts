import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { Agent } from '../../src/accounts/agent.entity.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { queueMail } from '../../src/notifications/commands/queue-mail.js'
import { sendMail } from '../../src/notifications/commands/send-mail.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { DepartmentServer, SendingServer } from '../../src/notifications/sending-server.entity.js'
import { ServerTransports } from '../../src/notifications/server-transports.js'
import { after, day, hour, minute } from '../../src/platform/clock.js'
import { RetryAt } from '../../src/platform/jobs/worker.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { engines } from '../support/engines.js'
import { headersOf, startMailServer } from './mail-server.js'
import { change, furnish, noon, openHouse } from './support.js'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })

for (const engine of engines) {
  t.test(engine, async t => {
    const house = await openHouse(engine, { BASE_URL: 'http://localhost:3000' })
    const { ana, ben, maria, department, ticket } = await furnish(house)
    const app = await openTestApp(house)
    const smtp = await startMailServer({ disabledCommands: ['STARTTLS'], authOptional: true, allowInsecureAuth: true, onAuth: ({ username, password }, _session, done) => { done(username === 'printing' && password === 'correct horse' ? null : new Error('Invalid login'), { user: username }) } })
    const port = Number(new URL(smtp.url).port)
    const servers = new ServerTransports(house)
    t.teardown(async () => { servers.close(); await smtp.close(); await app.close(); await house.close() })
    await change(house, async manager => manager.update(Agent, { id: ana.id }, { adminRights: ['mail', 'system'] }))
    const cookie = await cookieFor(house, { agentId: ana.id })
    const get = async (url: string, as = cookie) => app.inject({ url, headers: { cookie: as } })
    const post = async (url: string, values = {}, as = cookie) => app.inject({ method: 'POST', url, headers: { cookie: as, ...ownForm }, payload: form(values) })

    let cause = 0
    const queue = async (about: { ticketId: number } | null = { ticketId: ticket.id }) => house.db.transaction(async manager => (await queueMail(manager, house, {
      template: 'new_reply', cause: `test ${++cause}`, about: about && { ...about, reader: { reader: 'person', readerId: maria.id }, subAddressing: true },
      letter: { from: { name: 'Help', address: 'help@riverside.example' }, to: { name: 'Maria', address: maria.email }, subject: 'Re: x', html: '<p>x</p>', text: 'x\n', muteUrl: null }
    }))!)
    const send = async ({ id }: Mail) => sendMail(house, null, { mailId: id, until: after(house.clock.now(), 5 * day).getTime() }, servers)
    const reload = async ({ id }: Mail) => house.db.read.findOneByOrFail(Mail, { id })
    const typed = { name: 'Printing', host: '127.0.0.1', port, security: 'none', userName: 'printing', password: 'correct horse', departmentIds: String(department.id), version: 0 }

    t.test('a server is added with its secrets sealed, and neither page nor audit log ever shows them', async t => {
      t.match((await get('/admin/sending-servers')).body, 'No department has a server of its own')
      t.equal((await get('/admin/sending-servers/new')).statusCode, 200)
      t.equal((await post('/admin/sending-servers', { ...typed, dkimDomain: 'riverside.example', dkimSelector: 'desk', dkimKey: privateKey })).headers.location, '/admin/sending-servers/1')

      const server = await house.db.read.findOneByOrFail(SendingServer, { id: 1 })
      const page = (await get('/admin/sending-servers/1')).body
      const audit = JSON.stringify(await house.db.read.find(AuditEntry))
      for (const secret of ['correct horse', privateKey.split('\n')[1]!]) {
        t.notMatch(JSON.stringify(server), secret)
        t.notMatch(page, secret)
        t.notMatch(audit, secret)
      }
      t.match(page, 'desk._domainkey.riverside.example')
      t.match(page, 'v=DKIM1; k=rsa; p=')
      t.match((await get('/admin/sending-servers')).body, 'Printing')
    })

    t.test('saving again keeps the secrets that were left empty; an old form is told so', async t => {
      const before = await house.db.read.findOneByOrFail(SendingServer, { id: 1 })
      const again = { ...typed, password: '', dkimDomain: 'riverside.example', dkimSelector: 'desk', dkimKey: '', version: 1 }
      t.equal((await post('/admin/sending-servers/1', again)).statusCode, 303)
      t.match(await house.db.read.findOneByOrFail(SendingServer, { id: 1 }), { secret: before.secret, dkimKey: before.dkimKey, version: 2 })
      t.equal((await post('/admin/sending-servers/1', again)).statusCode, 409)
    })

    t.test('what cannot work is refused in words, with what was typed', async t => {
      const refused = async (values: object, words: string) => {
        const answer = await post('/admin/sending-servers', { ...typed, name: 'Other', ...values })
        t.equal(answer.statusCode, 422, words)
        t.match(answer.body, words)
        t.match(answer.body, 'value="Other"')
      }
      await refused({ host: 'smtp example', security: 'tls' }, 'Enter the name of the server')
      await refused({ host: 'smtp.example.org' }, 'A password would go over an open line')
      await refused({ port: 70000 }, '65')
      await refused({ dkimDomain: 'riverside.example', dkimSelector: 'a', dkimKey: 'no key' }, 'Paste a private RSA key')
      t.equal((await post('/admin/sending-servers', typed)).statusCode, 422, 'the name is taken')
    })

    t.test('the test says in words what is wrong', async t => {
      const flashOf = async (url: string) => {
        const answer = await post(url)
        const flash = answer.cookies.find(({ name }) => name === 'flash')!
        return (await app.inject({ url: '/admin/sending-servers/1', headers: { cookie: `${cookie}; flash=${flash.value}` } })).body
      }
      t.match(await flashOf('/admin/sending-servers/1/tests'), '127.0.0.1 answered and let us in.')
      await change(house, async manager => manager.update(SendingServer, { id: 1 }, { secret: null }))
      t.match(await flashOf('/admin/sending-servers/1/tests'), 'does not let “printing” in')
      await change(house, async manager => manager.update(SendingServer, { id: 1 }, { port: 1 }))
      t.match(await flashOf('/admin/sending-servers/1/tests'), 'nothing listens at port 1')
      t.equal((await post('/admin/sending-servers/1', { ...typed, dkimDomain: 'riverside.example', dkimSelector: 'desk', version: 2 })).statusCode, 303)
    })

    t.test('a department’s mails leave through its server, signed so that others can check it; all others do not', async t => {
      const own = await queue()
      await send(own)
      t.match(await reload(own), { state: 'sent', serverId: 1 })
      t.ok(isSigned(smtp.received.at(-1)!.raw), 'the signature holds')
      t.notOk(isSigned(smtp.received.at(-1)!.raw.replace('Subject: Re: x', 'Subject: Re: y')), 'and not for another subject')

      const other = await queue(null)
      await send(other)
      t.equal((await reload(other)).state, 'kept', 'the system has no server in this test')
    })

    t.test('a server that is switched off gives its departments back to the system', async t => {
      const version = (await house.db.read.findOneByOrFail(SendingServer, { id: 1 })).version
      await post('/admin/sending-servers/1/switches', { version })
      const mail = await queue()
      await send(mail)
      t.equal((await reload(mail)).state, 'kept')
      await post('/admin/sending-servers/1/switches', { version: version + 1 })
    })

    t.test('after the hour’s limit mails wait, admins see it, and in the next hour they leave', async t => {
      await change(house, async manager => manager.update(SendingServer, { id: 1 }, { hourlyCap: 2, version: 90 }))
      const before = smtp.received.length
      const mails = [await queue(), await queue(), await queue()]
      await send(mails[0]!)
      await send(mails[1]!)
      const wait = await send(mails[2]!).then(() => null, (error: unknown) => error instanceof RetryAt ? error.at : null)
      t.ok(wait !== null && wait > after(noon, 59 * minute) && wait <= after(noon, 61 * minute + minute))
      t.match(await reload(mails[2]!), { state: 'queued', attempts: 0 })
      t.equal(smtp.received.length, before + 2)
      t.match((await get('/admin')).body, 'has sent its 2 mails of this hour')

      house.clock.set(after(noon, hour + 2 * minute))
      await send(mails[2]!)
      t.equal((await reload(mails[2]!)).state, 'sent')
      t.notMatch((await get('/admin')).body, 'mails of this hour')
    })

    t.test('a server that fails is told to admins until it works again', async t => {
      await change(house, async manager => manager.update(SendingServer, { id: 1 }, { port: 1, hourlyCap: null, version: 91 }))
      const mail = await queue()
      await t.rejects(send(mail), { message: /ECONNREFUSED/ })
      t.match((await get('/admin')).body, 'Nothing has left by “Printing” since')
      house.clock.set(after(house.clock.now(), 40 * minute))
      t.match((await app.inject('/readyz')).body, 'mail out: 1 have waited')

      await change(house, async manager => manager.update(SendingServer, { id: 1 }, { port, version: 92 }))
      await send(mail)
      t.notMatch((await get('/admin')).body, 'Nothing has left')
      t.match((await app.inject('/readyz')).body, 'mail out: ok')
    })

    t.test('a department changes to the server that was saved last', async t => {
      await post('/admin/sending-servers', { ...typed, name: 'New' })
      const { id } = await house.db.read.findOneByOrFail(SendingServer, { name: 'New' })
      t.match(await house.db.read.find(DepartmentServer), [{ departmentId: department.id, serverId: id }])
    })

    t.test('to admins without the right, there are no servers', async t => {
      const asBen = await cookieFor(house, { agentId: ben.id })
      for (const url of ['/admin/sending-servers', '/admin/sending-servers/1', '/admin/sending-servers/new']) t.not((await get(url, asBen)).statusCode, 200)
      for (const url of ['/admin/sending-servers', '/admin/sending-servers/1', '/admin/sending-servers/1/tests']) t.not((await post(url, typed, asBen)).statusCode, 303)
    })
  })
}

/** Checks a relaxed/relaxed DKIM signature the long way, from the raw message (RFC 6376 section 3.4). */
function isSigned (raw: string): boolean {
  const end = raw.indexOf('\r\n\r\n')
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/)
  const relaxed = (field: string) => `${field.slice(0, field.indexOf(':')).toLowerCase().trim()}:${field.slice(field.indexOf(':') + 1).replace(/\r\n/g, '').replace(/[ \t]+/g, ' ').trim()}`
  const signature = fields.find(field => /^dkim-signature:/i.test(field))
  if (signature === undefined) return false
  const tags = new Map(headersOf(raw).get('dkim-signature')![0]!.split(';').map(tag => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '')] as const))
  const signed = tags.get('h')!.split(':').flatMap(name => fields.filter(field => field.toLowerCase().startsWith(`${name.toLowerCase()}:`)).slice(-1).map(relaxed))
  const text = [...signed, relaxed(signature.replace(/([;\s]b=)[^;]*/, '$1'))].join('\r\n')
  return createVerify('RSA-SHA256').update(text).verify(createPublicKey(publicKey), tags.get('b')!, 'base64')
}
