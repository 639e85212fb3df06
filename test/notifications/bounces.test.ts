import t from 'tap'
import { Agent } from '../../src/accounts/agent.entity.js'
import { BouncedAddress } from '../../src/notifications/bounced-address.entity.js'
import { noteBounce } from '../../src/notifications/commands/note-bounce.js'
import { retryMail } from '../../src/notifications/commands/retry-mail.js'
import { sendMail } from '../../src/notifications/commands/send-mail.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { notifyOfEvent } from '../../src/notifications/notify.jobs.js'
import { system } from '../../src/platform/actor.js'
import { after, day } from '../../src/platform/clock.js'
import { withActor } from '../../src/platform/context.js'
import { openTransport } from '../../src/platform/mail/transport.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { engines } from '../support/engines.js'
import { answer, startMailServer } from './mail-server.js'
import { addEntry, addEvent, change, furnish, noon, openHouse } from './support.js'

for (const engine of engines) {
  t.test(engine, async t => {
    const house = await openHouse(engine, { BASE_URL: 'http://localhost:3000' })
    const { ana, maria, jonas, ticket } = await furnish(house)
    const app = await openTestApp(house)
    t.teardown(async () => { await app.close(); await house.close() })
    await change(house, async manager => manager.update(Agent, { id: ana.id }, { adminRights: ['mail', 'system'] }))
    t.beforeEach(async () => change(house, async manager => { for (const table of ['mails', 'jobs', 'bounced_addresses', 'ticket_events']) await manager.query(`DELETE FROM ${table}`) }))

    const reply = async (): Promise<Mail> => {
      const entry = await addEntry(house, ticket, { agentId: ana.id, authorName: ana.name })
      const event = await addEvent(house, ticket, 'replied', { agent: ana }, { entryId: entry.id })
      await notifyOfEvent(house, { eventId: event.id })
      return (await house.mails()).findLast(mail => mail.template === 'new_reply' && mail.toAddress === maria.email)!
    }
    const undelivered = async () => house.db.read.findBy(TicketEvent, { name: 'undelivered' })
    const bounce = async (mail: Mail, isPermanent = true) => noteBounce(house, { messageId: mail.messageId, isPermanent, text: '550 5.1.1 No <such> mailbox\r\nBcc: x' })
    const until = after(noon, 5 * day).getTime()

    t.test('a mail that came back is shown on the ticket, with the person and to who has the ticket, once', async t => {
      const mail = await reply()
      t.same(await bounce(mail), { mailId: mail.id, ticketId: ticket.id })
      t.same(await bounce(mail), { mailId: mail.id, ticketId: ticket.id })

      const events = await undelivered()
      t.equal(events.length, 1)
      await notifyOfEvent(house, { eventId: events[0]!.id })
      t.match((await house.mails()).filter(({ template }) => template === 'undeliverable'), [{ toAddress: ana.email, text: /did not reach maria\.keller@post\.example[^]*> 550 5\.1\.1 No <such> mailbox Bcc: x/ }])

      const page = (await app.inject({ url: `/desk/tickets/${ticket.id}`, headers: { cookie: await cookieFor(house, { agentId: ana.id }) } })).body
      t.match(page, 'A mail did not reach Maria Keller (maria.keller@post.example): 550 5.1.1 No &lt;such&gt; mailbox Bcc: x')
      t.match(page, /The last mail to this address came back, [^:]+:\d\d: 550 5\.1\.1/)
    })

    t.test('a mail that is only late is nobody’s worry', async t => {
      await bounce(await reply(), false)
      t.same(await undelivered(), [])
      t.same(await house.db.read.find(BouncedAddress), [])
    })

    t.test('a report about a mail that is not ours changes nothing', async t => {
      await reply()
      t.equal(await noteBounce(house, { messageId: '<t1.guessed@help.riverside.example>', isPermanent: true, text: 'no' }), null)
      t.same(await undelivered(), [])
    })

    t.test('after two that came back for good, the next is held until an admin lets it go', async t => {
      const server = await startMailServer()
      const transport = openTransport(server.url)
      const [first, second, third] = [await reply(), await reply(), await reply()]
      await sendMail(house, transport, { mailId: first.id, until })
      await bounce(first)
      await sendMail(house, transport, { mailId: second.id, until })
      t.equal(server.received.length, 2, 'one that came back may be a mishap')
      await bounce(second)

      await sendMail(house, transport, { mailId: third.id, until })
      t.equal(server.received.length, 2)
      t.equal((await house.mails()).find(({ id }) => id === third.id)!.state, 'held')
      const cookie = await cookieFor(house, { agentId: ana.id })
      t.match((await app.inject({ url: '/admin', headers: { cookie } })).body, '1 mail is held')
      t.match((await app.inject({ url: `/desk/tickets/${ticket.id}`, headers: { cookie } })).body, 'come back and are held')

      await retryMail(withActor(house, system), third.id)
      await sendMail(house, transport, { mailId: third.id, until })
      t.equal(server.received.length, 3)
      t.same(await house.db.read.find(BouncedAddress), [])
      transport?.close()
      await server.close()
    })

    t.test('what lets somebody in is never held', async t => {
      await house.add(BouncedAddress, { address: maria.email, times: 2, text: 'no', bouncedAt: noon, heldAt: noon })
      const server = await startMailServer()
      const transport = openTransport(server.url)
      const mail = await reply()
      await change(house, async manager => manager.update(Mail, { id: mail.id }, { template: 'sign_in_link' }))
      await sendMail(house, transport, { mailId: mail.id, until })
      t.equal(server.received.length, 1)
      transport?.close()
      await server.close()
    })

    t.test('a server that refuses the reader tells the same as a report; one that refuses the message says nothing of the address', async t => {
      const unknown = await startMailServer({ onRcptTo: (_to, _session, done) => { done(answer(550, '5.1.1 no such user')) } })
      const spam = await startMailServer({ onData (stream, _session, done) { stream.resume(); stream.on('end', () => { done(answer(554, '5.7.1 looks like spam')) }) } })
      const full = await startMailServer({ onRcptTo: (_to, _session, done) => { done(answer(552, '5.2.2 mailbox full')) } })
      const times: number[] = []
      for (const server of [unknown, spam, full]) {
        const transport = openTransport(server.url)
        await sendMail(house, transport, { mailId: (await reply()).id, until })
        times.push((await house.db.read.findOneBy(BouncedAddress, { address: maria.email }))?.times ?? 0)
        transport?.close()
        await server.close()
      }
      t.same(times, [1, 1, 1])
      t.equal((await undelivered()).length, 3, 'but each stands on the ticket')
    })

    t.test('a mail to an agent that comes back is told to nobody, since it would come back again', async t => {
      const entry = await addEntry(house, ticket, { kind: 'message', personId: jonas.id, authorName: jonas.name })
      await notifyOfEvent(house, { eventId: (await addEvent(house, ticket, 'message_received', { person: jonas }, { entryId: entry.id })).id })
      const mail = (await house.mails()).find(({ toAddress }) => toAddress === ana.email)!
      await bounce(mail)
      t.same(await undelivered(), [])
    })
  })
}
