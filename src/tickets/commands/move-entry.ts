import type { EntityManager } from 'typeorm'
import { In, IsNull } from 'typeorm'
import { Person } from '../../accounts/person.entity.js'
import type { Context } from '../../platform/context.js'
import { joinTransaction } from '../../platform/context.js'
import { Forbidden, InvalidFields, NotFound } from '../../platform/errors.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { Attachment } from '../attachment.entity.js'
import { ThreadEntry } from '../thread-entry.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findTicketByNumber, lockTicket } from '../ticket.queries.js'
import { writtenText } from '../written-text.js'
import { addParticipant } from './change-participants.js'
import { moveOnMessage } from './receive-message.js'
import { saveChange } from './save-change.js'
import { firstLine } from './write-entry.js'

/**
 * Moves a message with its files into another ticket, where it counts as if it had come there: whoever wrote it takes
 * part, and it is our move. Its words stay as they are, and both tickets say where it went.
 *
 * @throws NotFound, Forbidden
 * @throws InvalidFields when the other ticket is unknown, this one, merged or binned.
 */
export async function moveEntry (ctx: Context, { entryId, intoNumber }: { entryId: number, intoNumber: string }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const entry = await manager.findOneBy(ThreadEntry, { id: entryId, kind: 'message' })
    if (entry === null) throw new NotFound()
    const { id: targetId } = await findMoveTarget(ctx, manager, intoNumber, entry.ticketId)
    if (entry.personId !== null) {
      const { email } = await manager.findOneByOrFail(Person, { id: entry.personId })
      await addParticipant(joinTransaction(ctx, manager), { ticketId: targetId, email, isSilent: true })
    }

    // Two people who move between the same tickets hold them in one order.
    const held = new Map<number, Ticket>()
    for (const id of [entry.ticketId, targetId].sort((a, b) => a - b)) held.set(id, await lockTicket(manager, ctx.actor, id))
    const [from, into] = [held.get(entry.ticketId)!, held.get(targetId)!]
    if (!ticketPolicy.reply(ctx.actor, from) || !ticketPolicy.reply(ctx.actor, into)) throw new Forbidden('tickets.may_not.reply')

    const now = ctx.clock.now()
    await manager.update(ThreadEntry, { id: entryId }, { ticketId: into.id })
    await manager.update(Attachment, { entryId }, { ticketId: into.id })
    for (const ticket of [from, into]) await rememberLastLine(manager, ticket)
    await saveChange(ctx, manager, from, from.record('entry_moved_away', ctx.actor, now, { otherNumber: into.number }))
    await saveChange(ctx, manager, into, into.record('entry_moved_here', ctx.actor, now, { otherNumber: from.number, movedEntryId: entryId }))
    await moveOnMessage(ctx, manager, into, { id: entryId, createdAt: now })
    for (const ticketId of [from.id, into.id]) await enqueue(manager, 'index-ticket', { ticketId }, now)
    return into
  })
}

/** A ticket that something may be moved into, by what was typed. @throws InvalidFields */
export async function findMoveTarget (ctx: Context, manager: EntityManager, typed: string, fromId: number | null): Promise<Ticket> {
  const found = await findTicketByNumber(manager, ctx.actor, typed.trim().replace(/^#/, '')).catch(() => null)
  if (found === null || found.id === fromId || !ticketPolicy.reply(ctx.actor, found)) throw new InvalidFields({ number: { key: 'tickets.merge.bad_target' } })
  return found
}

async function rememberLastLine (manager: EntityManager, ticket: Ticket): Promise<void> {
  const last = await manager.findOne(ThreadEntry, { where: { ticketId: ticket.id, kind: In(['message', 'reply']), withdrawnAt: IsNull() }, order: { id: 'DESC' } })
  if (last !== null) Object.assign(ticket, { lastLine: firstLine(writtenText(last)), lastParty: last.kind === 'reply' ? 'agent' : 'requester' })
}
