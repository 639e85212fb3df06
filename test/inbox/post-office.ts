import { createTransport } from 'nodemailer'
import type { Test } from 'tap'
import { openListener } from '../../src/inbox/listener.jobs.js'
import { minute } from '../../src/platform/clock.js'
import { Worker } from '../../src/platform/jobs/worker.js'
import { openTransport } from '../../src/platform/mail/transport.js'
import { openMessageReader } from '../../src/platform/mime/parse-apart.js'
import type { ParsedMessage } from '../../src/platform/mime/parsed-message.js'
import { createJobHandlers, timers } from '../../src/worker.js'
import { startMailServer } from '../notifications/mail-server.js'
import type { World } from '../support/world.js'

export interface Correspondent { name: string, email: string }

/** A mail as it lies in somebody's inbox. */
export interface Letter extends ParsedMessage { raw: string, reader: string }

export interface PostOffice {
  /** Writes a new mail to the desk. */
  write: (from: Correspondent, mail: { subject: string, text: string, to?: string, cc?: string[], headers?: Record<string, string> }) => Promise<string>
  /** Answers a mail as mail programs do: above the quoted original, with what it refers to. */
  answer: (from: Correspondent, letter: Letter, text: string, headers?: Record<string, string>) => Promise<string>
  /** Lets time pass, does what is due, and returns what arrived since, oldest first. */
  run: (ms?: number) => Promise<Letter[]>
  /** Everything that arrived, in order. */
  letters: Letter[]
  /** The Message-IDs of all that was written, by whomever, in order. */
  ids: string[]
}

/** The desk between a real SMTP server that takes what it sends and its own listener that takes what people send. */
export async function openPostOffice (t: Test, { platform }: World): Promise<PostOffice> {
  const server = await startMailServer()
  const transport = openTransport(server.url)
  const reader = openMessageReader()
  const listener = await openListener(platform, 'smtp://127.0.0.1:0')
  const client = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true })
  t.teardown(async () => { client.close(); await listener.close(); transport?.close(); await server.close(); reader.close() })

  const worker = new Worker(platform, { handlers: createJobHandlers(platform, transport, reader), timers })
  const letters: Letter[] = []
  const ids: string[] = []
  let counted = 0
  const send = async (from: Correspondent, to: string, mail: { subject: string, text: string, cc?: string[], headers?: Record<string, string> }): Promise<string> => {
    const messageId = `<${from.name.toLowerCase()}.${++counted}@mail.example>`
    await client.sendMail({ from: { name: from.name, address: from.email }, to, cc: mail.cc, envelope: { from: from.email, to: [to] }, subject: mail.subject, text: mail.text, messageId, headers: mail.headers ?? {}, date: platform.clock.now() })
    ids.push(messageId)
    return messageId
  }

  return {
    letters,
    ids,
    write: async (from, { to = 'it@riverside.example', ...mail }) => send(from, to, mail),
    answer: async (from, letter, text, headers = {}) => send(from, (letter.replyTo[0] ?? letter.from!).address, {
      subject: /^re:/i.test(letter.subject) ? letter.subject : `Re: ${letter.subject}`,
      text: `${text}\n\nOn Mon, 23 Nov 2026 at 09:00, ${letter.from!.name} <${letter.from!.address}> wrote:\n\n${letter.text.trimEnd().split('\n').map(line => `> ${line}`).join('\n')}\n`,
      headers: { 'In-Reply-To': letter.messageId!, References: [...letter.references, letter.messageId!].join(' '), ...headers }
    }),
    async run (ms = minute) {
      platform.clock.advance(ms)
      const before = server.received.length
      await worker.runDue()
      await worker.runDue()
      const fresh = await Promise.all(server.received.slice(before).map(async ({ to, raw }) => ({ ...await reader.read(Buffer.from(raw)), raw, reader: to.join() })))
      letters.push(...fresh)
      ids.push(...fresh.flatMap(({ messageId }) => messageId ?? []))
      return fresh
    }
  }
}
