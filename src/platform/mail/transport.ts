import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { minute, second } from '../clock.js'
import { isEmailAddress } from '../email-address.js'
import { oneLine } from './one-line.js'

export interface Mailbox { name: string, address: string }

/** One message to one reader, the same each time that it is sent. */
export interface OutgoingMail {
  messageId: string
  date: Date
  from: Mailbox
  to: Mailbox
  subject: string
  html: string
  text: string
  headers: Record<string, string>
}

/** What signs each mail for a domain (RFC 6376). */
export interface Dkim { domainName: string, keySelector: string, privateKey: string }

export interface MailTransport {
  /**
   * Hands one message to the mail server and returns what it answered.
   *
   * @throws MailRefused when the server will never take it for this reader; anything else is worth another try.
   */
  sendMail: (mail: OutgoingMail) => Promise<string>
  /** Reaches the server and logs in, without sending anything. Rejects with what the server said. */
  verify: () => Promise<void>
  close: () => void
}

/** The reader's address or the message was refused for good. */
export class MailRefused extends Error {
  /** Whether it was the address; other mails would come back from it as well. */
  readonly isAddressBad: boolean

  constructor (message: string, { isAddressBad = false, cause }: { isAddressBad?: boolean, cause?: unknown } = {}) {
    super(message, { cause })
    this.isAddressBad = isAddressBad
  }
}

/** How many messages leave at the same time. */
const maxConnections = 4

/**
 * The way to the mail server of `SMTP_URL`; null when none is set.
 *
 * Certificates are checked, and a password is never sent over an open line to another machine. Both can be
 * loosened only by name in the URL (`?tls.rejectUnauthorized=false`, `?requireTLS=false`).
 */
export function openTransport (smtpUrl: string | null, { dkim = null }: { dkim?: Dkim | null } = {}): MailTransport | null {
  if (smtpUrl === null) return null

  const transporter = createTransport({
    pool: true,
    url: smtpUrl,
    maxConnections,
    // The job table is the queue; the pool only repairs a connection that the server had dropped while it was idle.
    maxRequeues: 1,
    dnsTimeout: 20 * second,
    connectionTimeout: 20 * second,
    greetingTimeout: 20 * second,
    socketTimeout: 2 * minute,
    ...(needsTls(new URL(smtpUrl)) && { requireTLS: true }),
    ...(dkim !== null && { dkim }),
    disableFileAccess: true,
    disableUrlAccess: true
  })

  return {
    async sendMail (mail) {
      if (!isEmailAddress(mail.to.address)) throw new MailRefused(`“${oneLine(mail.to.address)}” is not an address that mail can be sent to.`, { isAddressBad: true })
      try {
        const { response } = await transporter.sendMail(message(mail))
        return response
      } catch (error) {
        throw isRefusal(error) ? new MailRefused((error as Error).message, { cause: error, isAddressBad: isUnknownReader(error) }) : error
      }
    },
    async verify () { await transporter.verify() },
    close: () => { transporter.close() }
  }
}

function needsTls ({ username, hostname, searchParams }: URL): boolean {
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return username !== '' && !isHere && !searchParams.has('requireTLS') && !searchParams.has('ignoreTLS')
}

/**
 * Names and addresses go in as objects and the envelope is said apart, so that nothing in a name can become
 * a second recipient. The parts are divided by a mark made of the Message-ID: a resend is the same to the byte.
 */
function message ({ messageId, date, from, to, subject, html, text, headers }: OutgoingMail) {
  return {
    messageId,
    date,
    from: { name: oneLine(from.name), address: from.address },
    to: { name: oneLine(to.name), address: to.address },
    envelope: { from: from.address, to: [to.address] },
    subject: oneLine(subject, 255),
    text,
    html,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, oneLine(value, 4000)])),
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 24)
  }
}

/**
 * A reader or a message that was answered with a 5yz code. A refused sender, a failed log-in or a server
 * that asks for TLS first (530, 538) is our own settings' fault, which an admin can mend meanwhile.
 */
function isRefusal (error: unknown): boolean {
  const { command, responseCode = 0 } = error as { command?: string, responseCode?: number }
  return (command === 'RCPT TO' || command === 'DATA') && responseCode >= 500 && ![503, 530, 538].includes(responseCode)
}

/** A 5.1.x answer to the reader's address, or one of the plain codes that say there is nobody there (RFC 3463 section 3.2). */
function isUnknownReader (error: unknown): boolean {
  const { command, responseCode, response = '' } = error as { command?: string, responseCode?: number, response?: string }
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response)?.[1]
  return command === 'RCPT TO' && (enhanced === undefined ? [550, 551, 553].includes(responseCode ?? 0) : enhanced.startsWith('5.1.') || enhanced === '5.2.1')
}
