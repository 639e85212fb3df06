import { Readable } from 'node:stream'
import type { RequesterActor } from '../../src/platform/actor.js'
import { withActor } from '../../src/platform/context.js'
import type { MessagePart } from '../../src/platform/mime/parsed-message.js'
import { Attachment } from '../../src/tickets/attachment.entity.js'
import { writeEntry } from '../../src/tickets/commands/write-entry.js'
import { lockTicket } from '../../src/tickets/ticket.queries.js'
import type { TestPlatform } from './platform.js'

/** The smallest picture there is. */
export const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Puts a mail of somebody who belongs to the ticket into its thread, with its files. */
export async function putMail (platform: TestPlatform, person: RequesterActor, ticketId: number, parts: MessagePart[], files: Array<{ name: string, content: Buffer }> = []): Promise<{ entryId: number, fileIds: number[] }> {
  const stored = await Promise.all(files.map(async ({ name, content }) => ({ name, ...await platform.files.put(Readable.from([content])) })))
  return withActor(platform, person).db.transaction(async manager => {
    const ticket = await lockTicket(manager, person, ticketId)
    const entry = await writeEntry(manager, ticket, person, platform.clock.now(), { kind: 'message', source: 'email', text: parts.map(({ text }) => text).join(''), parts })
    const fileIds: number[] = []
    for (const { name, size, sha256 } of stored) {
      const { identifiers } = await manager.insert(Attachment, { ticketId, entryId: entry.id, formKey: null, questionId: null, name, size, sha256, contentType: 'image/png', createdAt: platform.clock.now() })
      fileIds.push((identifiers[0] as { id: number }).id)
    }
    return { entryId: entry.id, fileIds }
  })
}
