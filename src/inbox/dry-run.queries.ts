import type { Platform } from '../platform/context.js'
import type { ParsedMessage } from '../platform/mime/parsed-message.js'
import type { MessageReader } from '../platform/mime/parse-apart.js'
import { decideMessage, type MessageDecision } from './decide-message.js'
import { findMessageFacts } from './message-facts.queries.js'

/**
 * Reads a raw message and says what would become of it now, by the very rules that decide it, and does nothing.
 *
 * @throws NotAMessage, Poison
 */
export async function dryRun (platform: Platform, reader: Pick<MessageReader, 'read'>, raw: Buffer): Promise<{ message: ParsedMessage, decision: MessageDecision }> {
  const message = await reader.read(raw)
  const facts = await findMessageFacts(platform.db.read, platform, message, { envelopeTo: [], reason: null })
  return { message, decision: decideMessage(facts) }
}
