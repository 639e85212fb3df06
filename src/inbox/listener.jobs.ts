import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { minute, second } from '../platform/clock.js'
import type { Platform } from '../platform/context.js'
import { takeMessage } from './commands/take-message.js'
import { listWaysIn } from './own-addresses.queries.js'

/** Most bytes of one message, and most of its recipients. */
const longest = 60_000_000
const mostRecipients = 100
/** How long a sender may still speak once we stop: what was not accepted by then comes again. */
const lastWords = 5 * second

export interface Listener { port: number, close: () => Promise<void> }

/**
 * Takes mail by SMTP or LMTP (RFC 5321, RFC 2033) for addresses of ours and for no others, so nothing is passed on to
 * anybody. A message is accepted only when it is safe with us; until then its sender keeps it and comes again.
 */
export async function openListener (platform: Platform, listenUrl: string): Promise<Listener> {
  const { protocol, hostname, port } = new URL(listenUrl)
  const isOurs = async (address: string): Promise<boolean> => (await listWaysIn(platform.db.read)).has(address.toLowerCase().replace(/\+[^@]*@/, '@'))

  const server = new SMTPServer({
    lmtp: protocol === 'lmtp:',
    size: longest,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: 100,
    socketTimeout: 5 * minute,
    closeTimeout: lastWords,
    banner: 'Ostiary',
    onRcptTo ({ address }, session, done) {
      if (session.envelope.rcptTo.length >= mostRecipients) { done(refusal(452, 'Too many recipients')); return }
      isOurs(address).then(ours => { done(ours ? null : refusal(550, 'No such address here')) }, () => { done(refusal(451, 'Try again later')) })
    },
    onData (stream, { envelope }, done) {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      take(platform, stream, from, envelope.rcptTo.map(({ address }) => address)).then(() => { done(null) }, (error: unknown) => {
        platform.log.error({ err: error }, 'a mail could not be kept')
        done(error instanceof TooLong ? refusal(552, 'The message is too large') : refusal(451, 'Try again later'))
      })
    }
  })
  server.on('error', (error: Error) => { platform.log.warn({ err: error }, 'a mail connection failed') })

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(Number(port || 25), hostname, resolve)
  })
  const place = server.server.address()
  return {
    port: typeof place === 'object' && place !== null ? place.port : Number(port),
    close: async () => new Promise(resolve => { server.close(() => { resolve() }) })
  }
}

class TooLong extends Error {}

async function take (platform: Platform, stream: SMTPServerDataStream, envelopeFrom: string, envelopeTo: string[]): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk)
  if (stream.sizeExceeded) throw new TooLong('The message is too large.')
  await takeMessage(platform, Buffer.concat(chunks), { door: 'smtp', envelopeFrom, envelopeTo })
}

const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode })
