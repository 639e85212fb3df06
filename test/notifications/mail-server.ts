import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received { from: string, to: string[], raw: string }

export interface MailServer { url: string, received: Received[], close: () => Promise<void> }

/** A real SMTP server on this machine that keeps what it is given. */
export async function startMailServer ({ port = 0, ...options }: SMTPServerOptions & { port?: number } = {}): Promise<MailServer> {
  const received: Received[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData (stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() })
        done()
      })
    },
    ...options
  })
  server.on('error', () => {})
  server.listen(port)
  await once(server.server, 'listening')
  const { port: taken } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${taken}`, received, close: async () => new Promise(resolve => { server.close(resolve) }) }
}

/** The refusal that an SMTP server answers with. */
export const answer = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode })

/** Header names to values, unfolded, of a raw message. */
export function headersOf (raw: string): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (const line of raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    headers.set(name, [...headers.get(name) ?? [], line.slice(line.indexOf(':') + 1).trim()])
  }
  return headers
}
