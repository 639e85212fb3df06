import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { day, second } from '../clock.js'
import { bad, ok, reasonOf, warn, type Finding } from './finding.js'

/** A place where somebody shows a certificate, at once or after a plain beginning. */
export interface Encrypted { area: string, host: string, port: number, begins: 'tls' | 'smtp' | 'imap' }

/** `ca`: authorities in place of those that Node.js knows. */
interface Trying { timeoutMs?: number, ca?: string }

const longest = 10 * second
const soon = 21 * day
const greetings = {
  smtp: [['', /^220 /m], ['EHLO doctor.invalid\r\n', /^250 /m], ['STARTTLS\r\n', /^220 /m]],
  imap: [['', /^\* OK/m], ['a STARTTLS\r\n', /^a OK/mi]]
} as const

/** Whether a certificate is believed, and for how long still: one that ends takes all with it at once. */
export async function checkCertificate ({ area, host, port, begins }: Encrypted, now: Date, { timeoutMs = longest, ca }: Trying = {}): Promise<Finding> {
  const place = `${host}:${port}`
  const cure = 'Renew it, and see to it that this happens by itself; the whole chain belongs to it.'
  try {
    const { endsAt, wrong } = await readCertificate({ host, port, begins }, { timeoutMs, ca })
    const end = endsAt.toISOString().slice(0, 10)
    if (endsAt <= now) return bad(area, `The certificate of ${place} ended on ${end}.`, cure)
    if (wrong !== null) return bad(area, `The certificate of ${place} is not believed: ${wrong}`, cure)
    if (endsAt.getTime() - now.getTime() < soon) return warn(area, `The certificate of ${place} ends on ${end}.`, cure)
    return ok(area, `The certificate of ${place} holds until ${end}.`)
  } catch (error) {
    return warn(area, `The certificate of ${place} cannot be looked at from here: ${reasonOf(error)}`, 'Check that the name leads there and that the port is open from this machine.')
  }
}

async function readCertificate ({ host, port, begins }: Omit<Encrypted, 'area'>, { timeoutMs, ca }: Required<Pick<Trying, 'timeoutMs'>> & Trying): Promise<{ endsAt: Date, wrong: string | null }> {
  const plain = net.connect({ host, port })
  plain.setTimeout(timeoutMs, () => { plain.destroy(new Error(`No answer within ${timeoutMs / second} seconds.`)) })
  try {
    await once(plain, 'connect')
    if (begins !== 'tls') for (const [said, awaited] of greetings[begins]) await say(plain, said, awaited)
    const secured = tls.connect({ socket: plain, rejectUnauthorized: false, ...(ca !== undefined && { ca }), ...(net.isIP(host) === 0 && { servername: host }) })
    await Promise.race([once(secured, 'secureConnect'), once(plain, 'close').then(() => { throw new Error('The connection was closed.') })])
    const certificate = secured.getPeerCertificate()
    const stranger = tls.checkServerIdentity(host, certificate)?.message ?? null
    // An Error, whatever the types say.
    const untrusted = secured.authorized ? null : String((secured.authorizationError as Error | string | null) ?? 'unknown authority').replace(/^Error: /, '')
    return { endsAt: new Date(certificate.valid_to), wrong: untrusted ?? stranger }
  } finally {
    plain.destroy()
  }
}

/** Says a line and waits for the end of the answer. */
async function say (socket: net.Socket, said: string, awaited: RegExp): Promise<void> {
  if (said !== '') socket.write(said)
  for (let heard = ''; !awaited.test(heard);) {
    if (socket.readableEnded || socket.destroyed || heard.length > 20_000 || /^(?:[45]\d\d|\* BYE|a (?:NO|BAD))/m.test(heard)) throw new Error(`It offers no encryption: ${heard.trim().slice(0, 200)}`)
    const [part] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => { throw new Error('The connection was closed.') })]) as [Buffer]
    heard += part.toString('latin1')
  }
}
