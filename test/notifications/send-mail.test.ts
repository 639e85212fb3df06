import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import t from 'tap'
import { queueMail } from '../../src/notifications/commands/queue-mail.js'
import { sendMail } from '../../src/notifications/commands/send-mail.js'
import type { Mail } from '../../src/notifications/mail.entity.js'
import type { TemplateName } from '../../src/notifications/templates.js'
import { after, day, hour, minute } from '../../src/platform/clock.js'
import { RetryAt } from '../../src/platform/jobs/worker.js'
import { openTransport, type MailTransport } from '../../src/platform/mail/transport.js'
import { answer, headersOf, startMailServer } from './mail-server.js'
import { engines } from '../support/engines.js'
import { change, furnish, noon, openHouse, type House } from './support.js'

const from = { name: 'Riverside University Help', address: 'help@riverside.example' }
let cause = 0

async function queue (house: House, { template = 'new_reply' as TemplateName, to = { name: 'Maria Keller', address: 'maria.keller@post.example' }, subject = 'Re: Printer [26-004213]', fromName = from.name } = {}): Promise<Mail> {
  return house.db.transaction(async manager => {
    const letter = { from: { ...from, name: fromName }, to, subject, html: '<p>Hello</p>', text: 'Hello\n', muteUrl: null }
    return (await queueMail(manager, house, { template, letter, cause: `test ${++cause}` }))!
  })
}

const reload = async (house: House, { id }: Mail): Promise<Mail> => (await house.mails()).find(mail => mail.id === id)!
const until = (house: House) => after(house.clock.now(), 5 * day).getTime()

for (const engine of engines) {
  t.test(engine, async t => {
    const house = await openHouse(engine)
    await furnish(house)
    t.teardown(async () => house.close())
    t.beforeEach(async () => { house.clock.set(noon); await change(house, async manager => { await manager.query('DELETE FROM mails'); await manager.query('DELETE FROM jobs') }) })

    const withServer = async (options: SMTPServerOptions, work: (transport: MailTransport, received: Awaited<ReturnType<typeof startMailServer>>['received']) => Promise<void>) => {
      const server = await startMailServer(options)
      const transport = openTransport(server.url)!
      try {
        await work(transport, server.received)
      } finally {
        transport.close()
        await server.close()
      }
    }

    t.test('a mail reaches its reader with the headers that thread it and keep machines quiet', async t => withServer({}, async (transport, received) => {
      const mail = await queue(house, { template: 'closed' })
      await sendMail(house, transport, { mailId: mail.id, until: until(house) })

      t.match(await reload(house, mail), { state: 'sent', attempts: 1, sentAt: noon })
      const headers = headersOf(received[0]!.raw)
      t.same(received[0]!.to, ['maria.keller@post.example'])
      t.same(headers.get('message-id'), [mail.messageId])
      t.same(headers.get('date'), ['Tue, 24 Nov 2026 12:00:00 +0000'])
      t.same(headers.get('auto-submitted'), ['auto-generated'])
      t.same(headers.get('x-auto-response-suppress'), ['All'])
      t.match(headers.get('content-type')?.[0], /^multipart\/alternative/)
    }))

    t.test('what an agent wrote is not marked as automatic', async t => withServer({}, async (transport, received) => {
      await sendMail(house, transport, { mailId: (await queue(house)).id, until: until(house) })
      t.notOk(headersOf(received[0]!.raw).has('auto-submitted'))
    }))

    t.test('a mail that was sent is not sent again', async t => withServer({}, async (transport, received) => {
      const mail = await queue(house)
      await sendMail(house, transport, { mailId: mail.id, until: until(house) })
      await sendMail(house, transport, { mailId: mail.id, until: until(house) })
      t.equal(received.length, 1)
    }))

    t.test('after a crash between the server’s yes and our note of it, the very same message is sent', async t => withServer({}, async (transport, received) => {
      const mail = await queue(house)
      const failing = { ...house, db: { engine: house.db.engine, read: house.db.read, transaction: async () => { throw new Error('the power went') } } }
      await t.rejects(sendMail(failing, transport, { mailId: mail.id, until: until(house) }), { message: 'the power went' })
      house.clock.set(after(noon, hour))
      await sendMail(house, transport, { mailId: mail.id, until: until(house) })

      t.equal(received.length, 2)
      t.equal(received[0]!.raw, received[1]!.raw, 'the same to the byte, Message-ID and date with it')
      t.equal((await reload(house, mail)).state, 'sent')
    }))

    t.test('a busy server is asked again after growing pauses, and the mail then leaves once', async t => {
      let busy = true
      await withServer({ onRcptTo: (_address, _session, done) => { done(busy ? answer(451, 'try later') : null) } }, async (transport, received) => {
        const mail = await queue(house)
        const end = until(house)
        let last = 0
        for (let tries = 1; tries <= 4; tries++) {
          const at = await retryOf(sendMail(house, transport, { mailId: mail.id, until: end }))
          const pause = at!.getTime() - house.clock.now().getTime()
          t.ok(pause > last, 'longer than before')
          last = pause
          house.clock.set(at!)
        }
        t.match(await reload(house, mail), { state: 'queued', attempts: 4, lastError: /451/ })

        busy = false
        await sendMail(house, transport, { mailId: mail.id, until: end })
        t.match(await reload(house, mail), { state: 'sent', attempts: 5, lastError: null })
        t.equal(received.length, 1)
      })
    })

    t.test('a refused reader fails at once, and the server’s words are kept', async t =>
      withServer({ onRcptTo: (_address, _session, done) => { done(answer(550, 'no such user here')) } }, async transport => {
        const mail = await queue(house)
        await sendMail(house, transport, { mailId: mail.id, until: until(house) })
        t.match(await reload(house, mail), { state: 'failed', attempts: 1, lastError: /no such user here/ })
      }))

    t.test('a refused message fails at once', async t =>
      withServer({ onData (stream, _session, done) { stream.resume(); stream.on('end', () => { done(answer(554, 'looks like spam')) }) } }, async transport => {
        const mail = await queue(house)
        await sendMail(house, transport, { mailId: mail.id, until: until(house) })
        t.match(await reload(house, mail), { state: 'failed', lastError: /looks like spam/ })
      }))

    t.test('a refused sender is our own fault, which an admin can mend: the mail waits', async t =>
      withServer({ onMailFrom: (_address, _session, done) => { done(answer(550, 'not your address')) } }, async transport => {
        const mail = await queue(house)
        t.ok(await retryOf(sendMail(house, transport, { mailId: mail.id, until: until(house) })))
        t.equal((await reload(house, mail)).state, 'queued')
      }))

    t.test('with the server down for five days but an hour nothing is lost; after five days it has failed', async t => {
      const server = await startMailServer()
      await server.close()
      const down = openTransport(server.url)!
      const mail = await queue(house)
      const end = until(house)
      let tries = 0
      for (;;) {
        const at = await retryOf(sendMail(house, down, { mailId: mail.id, until: end }))
        tries++
        if (at === null) break
        if (at.getTime() - house.clock.now().getTime() > 72 * minute) t.fail('a pause of more than an hour and a fifth')
        house.clock.set(at)
      }
      t.ok(house.clock.now() >= after(noon, 5 * day - 72 * minute))
      t.match(await reload(house, mail), { state: 'failed', attempts: tries })
      t.ok(tries > 90, `${tries} tries`)
      down.close()
    })

    t.test('a server that hangs up in the middle of a message is tried again', async t => {
      const server = createServer(socket => {
        socket.write('220 here\r\n')
        socket.on('data', chunk => { if (chunk.toString().startsWith('DATA')) socket.destroy(); else socket.write('250 ok\r\n') })
        socket.on('error', () => {})
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const transport = openTransport(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`)!
      const mail = await queue(house)
      t.ok(await retryOf(sendMail(house, transport, { mailId: mail.id, until: until(house) })))
      t.equal((await reload(house, mail)).state, 'queued')
      transport.close()
      server.close()
    })

    t.test('without a mail server the mail is kept to be read', async t => {
      const mail = await queue(house)
      await sendMail(house, openTransport(null), { mailId: mail.id, until: until(house) })
      t.match(await reload(house, mail), { state: 'kept', attempts: 0 })
    })

    t.test('nothing in a name or a subject becomes a header or a second reader', async t => withServer({}, async (transport, received) => {
      const nasty = [
        'Mallory\r\nBcc: victim@post.example', 'x <victim@post.example>,', '"Doe, Jane" <victim@post.example>', 'friends: a@b.example, victim@post.example;',
        'a\u2028Bcc: victim@post.example', '=?utf-8?Q?a=0D=0ABcc:_victim@post.example?=', 'victim@post.example', '\u0000\u0007name\u202Egnp.exe'
      ]
      for (const [place, name] of nasty.entries()) {
        const mail = await queue(house, { to: { name, address: 'maria.keller@post.example' }, subject: `Re: ${name} [26-004213]`, fromName: name })
        await sendMail(house, transport, { mailId: mail.id, until: until(house) })
        const message = received.at(-1)!
        t.same(message.to, ['maria.keller@post.example'], `name ${place}`)
        const headers = headersOf(message.raw)
        t.notOk(headers.has('bcc'))
        t.notOk(headers.has('cc'))
        t.equal(headers.get('to')?.length, 1)
        t.equal(headers.get('subject')?.length, 1)
        t.match(headers.get('to')![0], /(^|<)maria\.keller@post\.example>?$/)
        t.equal(unquoted(headers.get('to')![0]!).split('@').length, 2, 'one address outside of the quotes')
        t.notMatch(message.raw.slice(0, message.raw.indexOf('\r\n\r\n')), /=\?[^?\s]+\?Q\?\S*=0[AD]|\u202E/i)
      }
    }))

    t.test('an address that is more than an address is refused before it reaches the server', async t => withServer({}, async (transport, received) => {
      for (const address of ['a@b.example, victim@post.example', 'a@b.example>\r\nRCPT TO:<victim@post.example', 'no address', '']) {
        const mail = await queue(house, { to: { name: 'x', address } })
        await sendMail(house, transport, { mailId: mail.id, until: until(house) })
        t.equal((await reload(house, mail)).state, 'failed')
      }
      t.same(received, [])
    }))

    t.test('what a mail said that opens an account is gone from the log once it is out', async t => withServer({}, async transport => {
      const mail = await queue(house, { template: 'sign_in_link' })
      await sendMail(house, transport, { mailId: mail.id, until: until(house) })
      t.match(await reload(house, mail), { state: 'sent', html: '', text: '' })
    }))
  })
}

/** When the job is to be run again; null when it is done. */
async function retryOf (sending: Promise<void>): Promise<Date | null> {
  try {
    await sending
    return null
  } catch (error) {
    if (error instanceof RetryAt) return error.at
    throw error
  }
}

/** What is left of an address header without its quoted and encoded words. */
const unquoted = (header: string): string => header.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/=\?[^?]+\?[QB]\?[^?]*\?=/gi, '')
