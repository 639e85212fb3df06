import { hour } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { InvalidFields } from '../../platform/errors.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { checkBrake, networkOf } from '../../platform/security/brakes.js'
import { randomToken } from '../../platform/security/signer.js'
import { plainAddress } from '../plain-address.js'

/** A link to sign in, a code that opens one request, or a new password for an agent or a requester. */
export type AccessKind = 'sign_in' | 'code' | 'reset_agent' | 'reset_person'

export interface AccessRequest {
  kind: AccessKind
  email: string
  /** The request that the code is to open. */
  number?: string
}

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'let-in': AccessRequest & { causeKey: string } }
}

/**
 * Notes that somebody asks for a mail with which to come in.
 *
 * Whether the address is known is found out by a job, so that the answer and its time are the same for
 * every address.
 *
 * @throws InvalidFields when it is no address, TooMany when the address or the network has asked too often.
 */
export async function askForAccess (ctx: Context, { kind, email, number }: AccessRequest, from: string): Promise<void> {
  const address = plainAddress(email)
  if (address === '') throw new InvalidFields({ email: { key: 'accounts.email.wrong' } })

  const now = ctx.clock.now()
  await checkBrake(ctx.db, `access mail from ${networkOf(from)}`, { limit: 30, windowMs: hour }, now)
  await checkBrake(ctx.db, `access mail ${kind} to ${address}`, { limit: 3, windowMs: hour }, now)
  await ctx.db.transaction(async manager => enqueue(manager, 'let-in', { kind, email: address, number: number?.trim().slice(0, 60), causeKey: `${kind}:${randomToken()}` }, now))
}
