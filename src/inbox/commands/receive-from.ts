import type { Readable } from 'node:stream'
import { BadSettings } from '../../platform/config.js'
import type { Platform } from '../../platform/context.js'
import { headerEnd } from '../fingerprint.js'
import { takeMessage } from './take-message.js'

/** Most bytes of one message. */
export const longestMessage = 60_000_000

interface House { openPlatform: () => Promise<Platform & { close: () => Promise<void> }>, complain: (text: string, code: number) => number }

/**
 * Takes one raw message, as a mail server hands it to a program. Says 0 only when the message is safe with us; the
 * codes are those of sysexits.h: 65 it is no message or too long, 75 try again later, 78 our settings are wrong.
 */
export async function receiveFrom (input: Readable, to: string | null, { openPlatform, complain }: House): Promise<number> {
  const raw = await readWhole(input)
  if (raw === null) return complain(`A message may have ${longestMessage / 1_000_000} MB.\n`, 65)
  if (!/^[!-9;-~]+[ \t]*:/m.test(raw.subarray(0, Math.min(headerEnd(raw), 100_000)).toString('latin1'))) return complain('This is no message: there is no header in it.\n', 65)

  try {
    const platform = await openPlatform()
    try {
      await takeMessage(platform, raw, { door: 'pipe', envelopeTo: to === null ? [] : [to] })
      return 0
    } finally {
      await platform.close()
    }
  } catch (error) {
    if (error instanceof BadSettings) return complain(`These settings are not right:\n${error.message}\n`, 78)
    return complain(`The message could not be kept: ${(error as Error).message}\n`, 75)
  }
}

/** Null when it is too long. */
async function readWhole (input: Readable): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of input as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > longestMessage) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
