import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import t from 'tap'
import { queueMail } from '../../src/notifications/commands/queue-mail.js'
import { notificationJobs } from '../../src/notifications/notification.jobs.js'
import { hour } from '../../src/platform/clock.js'
import { Worker, type JobHandlers } from '../../src/platform/jobs/worker.js'
import { openTransport } from '../../src/platform/mail/transport.js'
import { answer, headersOf, startMailServer } from './mail-server.js'
import { engines } from '../support/engines.js'
import { furnish, openHouse } from './support.js'

const kinds = ['plain', 'grey', 'slow', 'cut', 'unsaid', 'nobody', 'spam'] as const
type Kind = typeof kinds[number]
const each = 6

for (const engine of engines) {
  t.test(engine, async t => {
    t.test('with a server that is down, slow, makes us wait, hangs up or refuses, every owed mail arrives once or is shown as not delivered', async t => {
      const house = await openHouse(engine)
      await furnish(house)
      const tries = new Map<string, number>()
      const arrived = new Map<string, string[]>()
      const isFirst = (place: string, address: string) => {
        const count = (tries.get(`${place} ${address}`) ?? 0) + 1
        tries.set(`${place} ${address}`, count)
        return count <= 2
      }

      const rough = {
        onRcptTo ({ address }: { address: string }, _session: SMTPServerSession, done: (error?: Error | null) => void) {
          const kind = kindOf(address)
          if (kind === 'grey' && isFirst('rcpt', address)) return done(answer(451, '4.7.1 come back later'))
          if (kind === 'nobody') return done(answer(550, '5.1.1 nobody here'))
          setTimeout(() => { done() }, kind === 'slow' ? 30 : 0)
        },
        onData (this: SMTPServer, stream: SMTPServerDataStream, session: SMTPServerSession, done: (error?: Error | null) => void) {
          const address = session.envelope.rcptTo[0]!.address
          const kind = kindOf(address)
          const chunks: Buffer[] = []
          if (kind === 'cut' && isFirst('data', address)) return hangUp(this, session)
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            if (kind === 'spam') return done(answer(554, '5.7.1 looks like spam'))
            arrived.set(address, [...arrived.get(address) ?? [], Buffer.concat(chunks).toString()])
            if (kind === 'unsaid' && isFirst('end', address)) return hangUp(this, session)
            done()
          })
        }
      }

      // The server is down at first: its port is known, and nobody listens.
      const down = await startMailServer()
      await down.close()
      const queued = Array.from({ length: each }, (_, place) => kinds.map(kind => `${kind}.${place}@post.example`)).flat()
      await house.db.transaction(async manager => {
        for (const address of queued) {
          const letter = { from: { name: 'Help', address: 'help@riverside.example' }, to: { name: '', address }, subject: 'Hello', html: '<p>Hello</p>', text: 'Hello\n', muteUrl: null }
          await queueMail(manager, house, { template: 'new_reply', letter, cause: address })
        }
      })
      const transport = openTransport(down.url)
      const worker = new Worker(house, { handlers: notificationJobs(house, transport) as JobHandlers, timers: {} })
      await worker.runDue()
      t.ok((await house.mails()).every(({ state, attempts }) => state === 'queued' && attempts === 1), 'while it is down, all wait')

      const port = Number(new URL(down.url).port)
      const server = await startMailServer({ ...rough, port })
      for (let round = 0; round < 8; round++) {
        house.clock.advance(hour)
        await worker.runDue()
      }

      const mails = await house.mails()
      t.equal(mails.length, queued.length)
      for (const { toAddress, state, messageId, lastError } of mails) {
        const got = arrived.get(toAddress) ?? []
        switch (kindOf(toAddress)) {
          case 'nobody':
          case 'spam':
            t.same([state, got.length], ['failed', 0], toAddress)
            t.match(lastError, /5\.\d\.1/)
            break
          case 'unsaid':
            // Nobody can know whether a server that hung up kept the message: it comes again as the very same one.
            t.equal(state, 'sent', toAddress)
            t.equal(new Set(got).size, 1, 'the same to the byte')
            t.same(headersOf(got[0]!).get('message-id'), [messageId])
            break
          default:
            t.same([state, got.length], ['sent', 1], toAddress)
        }
      }
      transport?.close()
      await server.close()
      await house.close()
    })
  })
}

const kindOf = (address: string): Kind => kinds.find(kind => address.startsWith(`${kind}.`))!

/** Ends a session as a server does that dies. */
function hangUp (server: SMTPServer, { id }: SMTPServerSession): void {
  for (const connection of (server as unknown as { connections: Set<{ session: { id: string }, _socket: { destroy: () => void } }> }).connections) if (connection.session.id === id) connection._socket.destroy()
}
