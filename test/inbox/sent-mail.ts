import type { Test } from 'tap'
import { IncomingMessage } from '../../src/inbox/incoming-message.entity.js'
import { processMessage } from '../../src/inbox/commands/process-message.js'
import { takeMessage } from '../../src/inbox/commands/take-message.js'
import { openMessageReader } from '../../src/platform/mime/parse-apart.js'
import { inWorld, type World } from '../support/world.js'

let counted = 0

/** A mail as a person's program writes it. */
export function mailOf (headers: Record<string, string>, body = 'It does not work.'): Buffer {
  counted += 1
  const all = { From: 'Maria <maria@riverside.example>', To: 'it@riverside.example', Subject: 'Help', 'Message-ID': `<m${counted}@mail.example>`, ...headers }
  return Buffer.from(`${Object.entries(all).filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}\r\n`)
}

/** Runs a test on each engine with a way to bring mail in and see what became of it. */
export function withMail (name: string, test: (t: Test, world: World, send: (raw: Buffer, envelopeTo?: string[]) => Promise<IncomingMessage>) => Promise<void>, env: Record<string, string> = {}): void {
  inWorld(name, async (t, world) => {
    const reader = openMessageReader()
    t.teardown(reader.close)
    await test(t, world, async (raw, envelopeTo = []) => {
      const { id } = await takeMessage(world.platform, raw, { door: 'pipe', envelopeTo })
      await processMessage(world.platform, reader, { incomingId: id })
      return world.platform.db.read.findOneByOrFail(IncomingMessage, { id })
    })
  }, env)
}
