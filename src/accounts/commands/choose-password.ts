import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import type { Reader } from '../../platform/database/database.js'
import { InvalidFields, NotFound } from '../../platform/errors.js'
import { hashPassword, verifyPassword } from '../../platform/security/passwords.js'
import { Agent } from '../agent.entity.js'
import type { OneTimeToken } from '../one-time-token.entity.js'
import { findOneTimeToken, revokeTokens, useOneTimeToken } from '../one-time-tokens.js'
import { Person } from '../person.entity.js'
import { endSessionsOf } from './end-sessions.js'

const purposes = { desk: ['reset_agent', 'invite_agent'], portal: ['reset_person'] } as const
export type Door = keyof typeof purposes

/** The account whose password a mailed link lets its reader choose; null when the link is used or too old. */
export async function findPasswordLink (reader: Reader, door: Door, secret: string, now: Date): Promise<OneTimeToken | null> {
  for (const purpose of purposes[door]) {
    const token = await findOneTimeToken(reader, purpose, secret, now)
    if (token !== null) return token
  }
  return null
}

/**
 * Sets the password that was chosen by a mailed link, uses the link up and signs the account out everywhere.
 *
 * @throws NotFound when the link is used or too old, InvalidFields when the password is too short or simple.
 */
export async function choosePassword (ctx: Context, door: Door, { token, password }: { token: string, password: string }): Promise<void> {
  const found = await findPasswordLink(ctx.db.read, door, token, ctx.clock.now())
  if (found === null) throw new NotFound('accounts.link.void')
  const passwordHash = await hashPassword(password)

  await ctx.db.transaction(async manager => {
    const used = await useOneTimeToken(manager, found.purpose, token, ctx.clock.now())
    if (used === null) throw new NotFound('accounts.link.void')
    await savePassword(manager, used, passwordHash, null)
  })
}

/**
 * Changes the password of whoever is signed in and signs out all other browsers. The present one is asked
 * for, unless there is none yet: a browser left open must not be enough.
 *
 * @throws InvalidFields
 */
export async function changeOwnPassword (ctx: Context, { current, password, sessionDigest }: { current: string, password: string, sessionDigest: string }): Promise<void> {
  const { actor } = ctx
  const owner = actor.party === 'agent' ? { agentId: actor.id, personId: null } : { agentId: null, personId: Number(actor.id) }
  const account = await ctx.db.read.findOneBy<Agent | Person>(actor.party === 'agent' ? Agent : Person, { id: Number(actor.id) })
  if (account === null) throw new NotFound()
  if (account.passwordHash !== null && !await verifyPassword(account.passwordHash, current)) throw new InvalidFields({ current: { key: 'accounts.password.current_wrong' } })

  const passwordHash = await hashPassword(password, { notLike: [account.email, account.name] })
  await ctx.db.transaction(async manager => savePassword(manager, owner, passwordHash, sessionDigest))
}

async function savePassword (manager: EntityManager, { agentId, personId }: Pick<OneTimeToken, 'agentId' | 'personId'>, passwordHash: string, keptSession: string | null): Promise<void> {
  if (agentId !== null) {
    await manager.update(Agent, { id: agentId }, { passwordHash })
    for (const purpose of purposes.desk) await revokeTokens(manager, purpose, { agentId })
  }
  if (personId !== null) {
    await manager.update(Person, { id: personId }, { passwordHash })
    await revokeTokens(manager, 'reset_person', { personId })
  }
  await endSessionsOf(manager, { agentId, personId }, keptSession)
}
