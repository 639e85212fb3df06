import { hour, minute } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { Refusal } from '../../platform/errors.js'
import { checkBrake, networkOf, resetBrake } from '../../platform/security/brakes.js'
import { verifyPassword } from '../../platform/security/passwords.js'
import { Agent } from '../agent.entity.js'
import { Person } from '../person.entity.js'
import { plainAddress } from '../plain-address.js'

export interface Credentials {
  email: string
  password: string
  /** The network address that the request came from. */
  from: string
}

/**
 * Checks an agent's password and returns the agent's id.
 *
 * An unknown address, an agent who is switched off and a wrong password get the same answer after the same
 * time.
 *
 * @throws Refusal for a wrong pair, TooMany when the account or the network has tried too often.
 */
export async function signInAgent (ctx: Context, credentials: Credentials): Promise<number> {
  const agent = await admit(ctx, 'desk', credentials, async email => ctx.db.read.findOneBy(Agent, { email, isActive: true }))
  await ctx.db.transaction(async manager => manager.update(Agent, { id: agent.id }, { lastSeenAt: ctx.clock.now() }))
  return agent.id
}

/** The same for a requester who has chosen a password. @throws as `signInAgent` */
export async function signInPerson (ctx: Context, credentials: Credentials): Promise<number> {
  return (await admit(ctx, 'portal', credentials, async email => ctx.db.read.findOneBy(Person, { email }))).id
}

interface Account { id: number, passwordHash: string | null }

async function admit<Found extends Account> (ctx: Context, door: string, { email, password, from }: Credentials, find: (email: string) => Promise<Found | null>): Promise<Found> {
  const address = plainAddress(email)
  const pair = `sign in ${door} ${address} ${networkOf(from)}`
  const now = ctx.clock.now()
  // A guesser from elsewhere meets the limit of the account later than the owner's own network does.
  await checkBrake(ctx.db, `sign in ${door} from ${networkOf(from)}`, { limit: 100, windowMs: 15 * minute }, now)
  await checkBrake(ctx.db, pair, { limit: 10, windowMs: 15 * minute }, now)
  await checkBrake(ctx.db, `sign in ${door} ${address}`, { limit: 60, windowMs: hour }, now)

  const account = await find(address)
  const fits = await verifyPassword(account?.passwordHash ?? null, password)
  if (account === null || !fits) throw new Refusal('accounts.sign_in.wrong')

  await resetBrake(ctx.db, pair)
  return account
}
