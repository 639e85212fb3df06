import { Readable } from 'node:stream'
import type { Platform } from '../../platform/context.js'
import { isDuplicate } from '../../platform/database/retry.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { fingerprintOf } from '../fingerprint.js'
import { IncomingMessage, type Door } from '../incoming-message.entity.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'process-message': { incomingId: number } }
}

export interface Origin { door: Door, mailboxId?: number | null, envelopeFrom?: string | null, envelopeTo?: string[] }

export interface Taken { id: number, isNew: boolean }

/**
 * Keeps a raw message for good: its bytes are on the disk, and its row and the job that reads it are committed,
 * before this answers. The same message at the same door is kept once; whoever brings it again is told so.
 */
export async function takeMessage (platform: Pick<Platform, 'db' | 'clock' | 'files'>, raw: Buffer, { door, mailboxId = null, envelopeFrom = null, envelopeTo = [] }: Origin): Promise<Taken> {
  const fingerprint = fingerprintOf(raw)
  const originKey = `${mailboxId ?? door}:${fingerprint}`
  const known = await findKnown(platform, originKey)
  if (known !== null) return known

  const { sha256, size } = await platform.files.put(Readable.from([raw]))
  const receivedAt = platform.clock.now()
  const message = Object.assign(new IncomingMessage(), {
    mailboxId, door, fingerprint, originKey, sha256, size, envelopeFrom: envelopeFrom?.slice(0, 255) ?? null, envelopeTo: envelopeTo.slice(0, 100).map(address => address.slice(0, 190)),
    messageId: null, fromAddress: null, fromName: null, subject: null, automatic: null, state: 'stored' as const, outcome: null, reason: null, ticketId: null, entryId: null, personId: null,
    problems: [], attempts: 0, lastError: null, receivedAt, processedAt: null, version: 1
  })
  try {
    return await platform.db.transaction(async manager => {
      const { id } = await insertRow(manager, IncomingMessage, Object.assign(new IncomingMessage(), message))
      await enqueue(manager, 'process-message', { incomingId: id }, receivedAt, { uniqueKey: `process-message:${id}` })
      return { id, isNew: true }
    })
  } catch (error) {
    const winner = isDuplicate(error) ? await findKnown(platform, originKey) : null
    if (winner === null) throw error
    return winner
  }
}

async function findKnown ({ db }: Pick<Platform, 'db'>, originKey: string): Promise<Taken | null> {
  const known = await db.read.findOne(IncomingMessage, { select: { id: true }, where: { originKey } })
  return known === null ? null : { id: known.id, isNew: false }
}
