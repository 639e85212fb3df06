import { MoreThan } from 'typeorm'
import { joinTransaction, type Context } from '../../platform/context.js'
import { replyToTicket, type Reply } from '../../tickets/commands/reply-to-ticket.js'
import { TicketEvent } from '../../tickets/ticket-event.entity.js'
import type { Letter } from '../letter.js'
import { writeLetters } from '../write-letters.js'
import { findSnapshot } from '../snapshot.queries.js'

/** Carries what was seen out of a transaction that is then rolled back. */
class Seen extends Error {
  constructor (readonly letters: Letter[]) { super('seen') }
}

/**
 * The mails to people outside that a reply would cause, word for word: the reply is made, its mails are
 * written, and all of it is rolled back. Nothing stays and nothing is sent.
 *
 * @throws what `replyToTicket` throws.
 */
export async function previewReply (ctx: Context, { ticketId, text, outcome }: Pick<Reply, 'ticketId' | 'text' | 'outcome'>): Promise<Letter[]> {
  try {
    return await ctx.db.transaction(async manager => {
      const last = await manager.maximum(TicketEvent, 'id', { ticketId }) ?? 0
      await replyToTicket(joinTransaction(ctx, manager), { ticketId, text, outcome, version: null })
      const letters: Letter[] = []
      for (const { id } of await manager.find(TicketEvent, { where: { ticketId, id: MoreThan(last) }, order: { id: 'ASC' } })) {
        const snapshot = await findSnapshot(manager, id)
        if (snapshot === null) continue
        const addressed = await writeLetters(manager, ctx, snapshot)
        letters.push(...addressed.filter(({ recipient }) => recipient.kind === 'person').map(({ letter }) => letter))
      }
      throw new Seen(letters)
    })
  } catch (error) {
    if (error instanceof Seen) return error.letters
    throw error
  }
}
