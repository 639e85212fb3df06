import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { hour } from '../../src/platform/clock.js'
import { saveMailbox, type MailboxForm } from '../../src/inbox/commands/save-mailbox.js'
import { takeMessage } from '../../src/inbox/commands/take-message.js'
import { MailboxRunners } from '../../src/inbox/mailbox-runners.jobs.js'
import { Mailbox } from '../../src/inbox/mailbox.entity.js'
import type { World } from '../support/world.js'

export interface Dovecot {
  port: number
  stop: () => Promise<void>
  deliver: (user: string, raw: string | Buffer) => void
  count: (user: string, folder?: string) => number
  drop: () => Promise<void>
  recount: (user: string, left: number) => void
}

/** A real IMAP server. Machines without one are a failure, not a reason to skip. */
export async function startDovecot (): Promise<Dovecot> {
  const script = path.join(import.meta.dirname, '..', '..', '..', 'scripts', 'lib', 'dovecot.mjs')
  const { startDovecot: start } = await import(pathToFileURL(script).href) as { startDovecot: () => Promise<Dovecot> }
  return start()
}

export const formOf = ({ departments }: World, more: Partial<MailboxForm> = {}): MailboxForm => ({
  name: 'Help', address: 'help@riverside.example', senderName: 'Riverside Help', authentication: 'password', host: '127.0.0.1', port: 993, security: 'none', userName: 'help', password: 'secret',
  clientId: '', clientSecret: '', clientSecretExpiresOn: '', authority: '', folder: 'INBOX', afterFetch: 'keep', moveTo: '', departmentId: departments.it.id, topicId: null, priority: null, takesOld: true, ...more
})

export const addMailbox = async (world: World, more: Partial<MailboxForm> = {}): Promise<Mailbox> => saveMailbox(world.as(world.ana), null, formOf(world, more), 0)

export const mailboxOf = async ({ platform }: World, id: number): Promise<Mailbox> => platform.db.read.findOneByOrFail(Mailbox, { id })

/** Every message of the ledger that came by IMAP, by its fingerprint. */
export async function rowsOf ({ platform }: World): Promise<string[]> {
  const rows = await platform.db.read.query("SELECT fingerprint FROM incoming_messages WHERE door = 'imap' ORDER BY id") as Array<{ fingerprint: string }>
  return rows.map(({ fingerprint }) => fingerprint)
}

/** How long a test waits for the server to tell of news: longer than any pause between two tries. */
export const lookAgainMs = hour

/** Pauses between tries are cut short, however often it was tried before; waiting for news is not. */
export const quickly = async (ms: number, signal: AbortSignal): Promise<void> => { await wait(ms < lookAgainMs ? 20 : ms, null, { signal }).catch(() => {}) }

/** Runners as a worker has them, which look for work all the time. */
export function runnersOf ({ platform }: World, take = async (raw: Buffer, mailboxId: number) => takeMessage(platform, raw, { door: 'imap', mailboxId })): MailboxRunners {
  return new MailboxRunners(platform, { take, pause: quickly, everyMs: 20, lookAgainMs })
}

/** Waits until something is true, and fails loudly when it never becomes so. */
export async function until (what: string, isTrue: () => boolean | Promise<boolean>, seconds = 120): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await isTrue()) return
    await wait(15)
  }
  throw new Error(`This never came true: ${what}`)
}

/** Messages as people and machines send them: no two alike, some with the same Message-ID, some with none. */
export function mixedMessages (count: number, from = 0): Buffer[] {
  return Array.from({ length: count }, (_, place) => mixedMessage(from + place))
}

function mixedMessage (n: number): Buffer {
  const id = n % 11 === 0 ? '' : `Message-ID: <${n % 13 === 0 ? 'same' : `m${n}`}@post.example>\r\n`
  const head = `From: Person ${n} <person${n % 40}@post.example>\r\nTo: help@riverside.example\r\nSubject: Question ${n}\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\n${id}`
  const bodies = [
    () => `${head}\r\nHello, number ${n}.\r\n`,
    () => `${head}Content-Type: text/html; charset=utf-8\r\n\r\n<p>Grüße ${n} <b>here</b></p>\r\n`,
    () => `${head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\nContent-Type: text/plain\r\n\r\nSee file ${n}\r\n--b${n}\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(20_000, n % 256).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--b${n}--\r\n`,
    () => `${head}Auto-Submitted: auto-replied\r\n\r\nI am away ${n}.\r\n`,
    () => `${head}Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSch\u00f6n ${n}\r\n`,
    () => `${head}\r\n${`A long line ${n}. `.repeat(2000)}\r\n.\r\n..\r\nFrom here\r\n`
  ]
  return Buffer.from(bodies[n % bodies.length]!(), n % 6 === 4 ? 'latin1' : 'utf8')
}
