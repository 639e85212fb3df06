import { Mutex } from 'async-mutex'
import { Readable } from 'node:stream'
import { system } from '../../platform/actor.js'
import { joinTransaction, withActor, type Platform } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { InvalidFields, Refusal, type Message } from '../../platform/errors.js'
import { NotAMessage, type ParsedMessage } from '../../platform/mime/parsed-message.js'
import { Poison, type MessageReader } from '../../platform/mime/parse-apart.js'
import { noteBounce } from '../../notifications/commands/note-bounce.js'
import { keepUploads } from '../../tickets/commands/keep-uploads.js'
import type { Upload } from '../../platform/storage/upload.js'
import { decideMessage, type MessageDecision } from '../decide-message.js'
import { IncomingMessage } from '../incoming-message.entity.js'
import { findMessageFacts } from '../message-facts.queries.js'
import { actOnMessage } from './act-on-message.js'
import { tellAgent } from './tell-agent.js'
import { tellOfBrake } from './tell-of-brake.js'

/** Long messages are read one at a time: a few side by side would hold hundreds of megabytes. In bytes. */
const long = 5_000_000
const longTurn = new Mutex()

/**
 * Reads a message that was taken, decides what becomes of it and does that, in one transaction with the note of it.
 *
 * A message that cannot be read is set aside with the reason, and the next one is read. Running twice is harmless:
 * what is no longer waiting is left alone.
 */
export async function processMessage (platform: Platform, reader: MessageReader, { incomingId }: { incomingId: number }): Promise<void> {
  const incoming = await platform.db.read.findOneBy(IncomingMessage, { id: incomingId })
  if (incoming?.state !== 'stored') return
  if (incoming.size > long) await longTurn.runExclusive(async () => readAndDecide(platform, reader, incoming))
  else await readAndDecide(platform, reader, incoming)
}

async function readAndDecide (platform: Platform, reader: MessageReader, incoming: IncomingMessage): Promise<void> {
  const message = await readOrSetAside(platform, reader, incoming)
  if (message === null) return
  const facts = await findMessageFacts(platform.db.read, platform, message, { envelopeTo: incoming.envelopeTo, reason: incoming.reason })
  const decision = decideMessage(facts)

  if (decision.outcome === 'bounce') await passBounce(platform, message)
  const uploads = decision.isQuarantined ? [] : await storeFiles(platform, message)
  const refusal = await settle(platform, incoming.id, message, decision, uploads)
  const why = decision.isQuarantined ? { key: 'inbox.unheard.empty' as const } : refusal
  const { agentId, ticketId } = decision
  if (agentId !== null && ticketId !== null && why !== null) await tellAgent(platform, { incomingId: incoming.id, agentId, ticketId, number: String(decision.reason.values?.number ?? ''), why })
  if (decision.brake !== null) await tellOfBrake(platform, { brake: decision.brake, address: message.from?.address ?? '', number: String(decision.reason.values?.number ?? '') })
}

async function readOrSetAside (platform: Platform, reader: MessageReader, { id, sha256 }: IncomingMessage): Promise<ParsedMessage | null> {
  try {
    return await reader.read(async () => platform.files.load(sha256))
  } catch (error) {
    if (!(error instanceof NotAMessage) && !(error instanceof Poison)) throw error
    await note(platform, id, { state: 'set_aside', reason: { key: error instanceof Poison ? 'inbox.reason.poison' : 'inbox.reason.no_message' }, lastError: error.message.slice(0, 2000), processedAt: platform.clock.now() })
    return null
  }
}

/** What a mail server says of a mail of ours is written down where that mail is. */
async function passBounce (platform: Platform, { report }: ParsedMessage): Promise<void> {
  if (report === null || report.originalMessageId === null || report.action === 'delivered') return
  const text = report.recipients.map(({ address, status, diagnostic }) => [address, status, diagnostic].filter(Boolean).join(' ')).join('\n')
  await noteBounce(platform, { messageId: report.originalMessageId, isPermanent: report.action === 'failed', text })
}

async function storeFiles ({ files }: Platform, { attachments }: ParsedMessage): Promise<Upload[]> {
  const uploads: Upload[] = []
  for (const { filename, contentType, size, content } of attachments.filter(({ size }) => size > 0)) {
    const { sha256 } = await files.put(Readable.from([content]))
    uploads.push({ field: 'files', name: filename, contentType, size, sha256 })
  }
  return uploads
}

/** Does it and notes it together, so that neither is ever there without the other. Returns why it was refused, if it was. */
async function settle (platform: Platform, id: number, message: ParsedMessage, decision: MessageDecision, uploads: Upload[]): Promise<Message | null> {
  const ctx = withActor(platform, system)
  const seen = seenOf(message)
  try {
    await platform.db.transaction(async manager => {
      const incoming = await lockOne(manager, IncomingMessage, { id })
      if (incoming?.state !== 'stored') return
      const filesKey = uploads.length === 0 ? null : `mail-${id}`
      if (filesKey !== null) await keepUploads(joinTransaction(ctx, manager), filesKey, uploads, () => null, uploads.length)

      const done = decision.isQuarantined ? { ticketId: null, entryId: null } : await actOnMessage(ctx, manager, incoming, message, decision, filesKey)
      await manager.update(IncomingMessage, { id }, {
        ...seen, ...done, state: decision.isQuarantined ? 'quarantined' : 'done', outcome: decision.isQuarantined ? null : decision.outcome, reason: decision.reason, processedAt: platform.clock.now(), version: incoming.version + 1
      })
    })
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const isRejected = error.key === 'tickets.rejected'
    const reason = wordsOf(error)
    await note(platform, id, { ...seen, state: isRejected ? 'done' : 'set_aside', outcome: isRejected ? 'dropped' : null, reason, processedAt: platform.clock.now() })
    return reason
  }
}

/** What was wrong, of the first field when it was one. */
function wordsOf (refusal: Refusal): Message {
  const [first] = refusal instanceof InvalidFields ? Object.values(refusal.fields) : []
  return first ?? { key: refusal.key, values: refusal.values }
}

function seenOf ({ messageId, from, subject, automatic, problems }: ParsedMessage): Partial<IncomingMessage> {
  return { messageId: messageId?.slice(0, 255) ?? null, fromAddress: from?.address.slice(0, 190) ?? null, fromName: from?.name.slice(0, 190) ?? null, subject: subject.slice(0, 255), automatic, problems }
}

async function note ({ db }: Platform, id: number, values: Partial<IncomingMessage>): Promise<void> {
  await db.transaction(async manager => {
    const incoming = await lockOne(manager, IncomingMessage, { id })
    if (incoming?.state === 'stored') await manager.update(IncomingMessage, { id }, { ...values, version: incoming.version + 1 })
  })
}
