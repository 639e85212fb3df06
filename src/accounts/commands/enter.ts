import type { EntityManager } from 'typeorm'
import { minute } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { NotFound, Refusal } from '../../platform/errors.js'
import { checkBrake, networkOf } from '../../platform/security/brakes.js'
import { useCode, useOneTimeToken } from '../one-time-tokens.js'
import { findOwnTicket, type OwnTicket } from '../own-ticket.queries.js'
import { Person } from '../person.entity.js'
import { plainAddress } from '../plain-address.js'

export interface Entry {
  personId: number
  /** The request to go to. */
  ticket: OwnTicket | null
}

/**
 * Uses up a mailed link and says whom it lets in.
 *
 * @throws NotFound when the link was used, is too old or was never made.
 */
export async function enterByLink (ctx: Context, token: string): Promise<Entry> {
  return ctx.db.transaction(async manager => {
    const used = await useOneTimeToken(manager, 'sign_in', token, ctx.clock.now())
    if (used === null || used.personId === null) throw new NotFound('accounts.link.void')
    return welcome(manager, used.personId, used.ticketId, ctx.clock.now())
  })
}

/**
 * Uses up the code that was mailed for one request and says whom it lets in to that request.
 *
 * @throws Refusal when the code is wrong, used or too old, TooMany after many tries.
 */
export async function enterByCode (ctx: Context, { email, code, from }: { email: string, code: string, from: string }): Promise<Entry & { ticket: OwnTicket }> {
  const address = plainAddress(email)
  const now = ctx.clock.now()
  await checkBrake(ctx.db, `code from ${networkOf(from)}`, { limit: 40, windowMs: 15 * minute }, now)
  await checkBrake(ctx.db, `code for ${address}`, { limit: 15, windowMs: 15 * minute }, now)

  const entry = await ctx.db.transaction(async manager => {
    const person = await manager.findOneBy(Person, { email: address })
    const used = await useCode(manager, person?.id ?? 0, code.replace(/\s/g, ''), now)
    return used?.personId ? welcome(manager, used.personId, used.ticketId, now) : null
  })
  // Outside of the transaction, which has to keep the miss that it counted.
  if (entry === null || entry.ticket === null) throw new Refusal('accounts.code.wrong')
  return { ...entry, ticket: entry.ticket }
}

async function welcome (manager: EntityManager, personId: number, ticketId: number | null, now: Date): Promise<Entry> {
  const person = await manager.findOneBy(Person, { id: personId })
  if (person === null) throw new NotFound('accounts.link.void')
  if (person.verifiedAt === null) await manager.update(Person, { id: personId }, { verifiedAt: now })
  return { personId, ticket: ticketId === null ? null : await findOwnTicket(manager, personId, { id: ticketId }) }
}
