import t from 'tap'
import { openTransport } from '../../src/platform/mail/transport.js'
import { startMailServer } from './mail-server.js'
import { noon } from './support.js'

const mail = {
  messageId: '<m.1@help.riverside.example>', date: noon, from: { name: 'Help', address: 'help@riverside.example' }, to: { name: 'Maria', address: 'maria@post.example' },
  subject: 'Hello', html: '<p>Hello</p>', text: 'Hello\n', headers: {}
}

t.test('a server whose certificate nobody vouches for gets no mail, unless the URL says so', async t => {
  const server = await startMailServer({ secure: true })
  const strict = openTransport(server.url.replace('smtp:', 'smtps:'))!
  await t.rejects(strict.sendMail(mail), /certificate/)
  t.same(server.received, [])

  const lenient = openTransport(`${server.url.replace('smtp:', 'smtps:')}?tls.rejectUnauthorized=false`)!
  await lenient.sendMail(mail)
  t.equal(server.received.length, 1)
  strict.close()
  lenient.close()
  await server.close()
})

t.test('a server that offers TLS is not spoken to in the clear when its certificate is bad', async t => {
  const server = await startMailServer({ disabledCommands: ['AUTH'] })
  const transport = openTransport(server.url)!
  await t.rejects(transport.sendMail(mail), /certificate/)
  t.same(server.received, [])
  transport.close()
  await server.close()
})

t.test('a password is not sent over an open line to another machine', async t => {
  let asked = false
  const server = await startMailServer({ disabledCommands: ['STARTTLS'], authOptional: true, allowInsecureAuth: true, onAuth: (_auth, _session, done) => { asked = true; done(null, { user: 'x' }) } })
  const elsewhere = openTransport(server.url.replace('127.0.0.1', '127.0.0.2').replace('//', '//help:secret@'))
  t.ok(elsewhere)
  await t.rejects(elsewhere!.sendMail(mail))
  t.notOk(asked)

  const here = openTransport(server.url.replace('//', '//help:secret@'))!
  await here.sendMail(mail)
  t.ok(asked, 'on this machine there is no line to listen on')
  elsewhere!.close()
  here.close()
  await server.close()
})

t.test('without SMTP_URL there is no way out', async t => {
  t.equal(openTransport(null), null)
})
