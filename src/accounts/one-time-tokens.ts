import { randomInt } from 'node:crypto'
import type { EntityManager } from 'typeorm'
import { after, day, hour, minute } from '../platform/clock.js'
import { lockOne } from '../platform/database/lock.js'
import { digestOf, randomToken } from '../platform/security/signer.js'
import { OneTimeToken, type TokenPurpose } from './one-time-token.entity.js'

/** How long each kind can be used. */
export const tokenLives: Record<TokenPurpose, number> = {
  setup: 7 * day, invite_agent: 7 * day, reset_agent: hour, reset_person: hour, sign_in: hour, code: 15 * minute
}

/** Wrong guesses at a code before it is void. */
const mostMisses = 5

interface NewToken { purpose: TokenPurpose, agentId?: number | null, personId?: number | null, ticketId?: number | null }

/**
 * Makes a secret that lets its holder do one thing once, and returns it; only its digest is kept.
 *
 * Whoever had one for the same purpose before can no longer use it. A code is short enough to type, so it
 * is bound to a person and to few guesses; all others are 256 random bits.
 */
export async function createOneTimeToken (manager: EntityManager, { purpose, agentId = null, personId = null, ticketId = null }: NewToken, now: Date): Promise<string> {
  const secret = purpose === 'code' ? String(randomInt(1_000_000)).padStart(6, '0') : randomToken()
  await revokeTokens(manager, purpose, { agentId, personId })
  await manager.insert(OneTimeToken, {
    purpose, secretDigest: digestOfToken(purpose, secret, personId), agentId, personId, ticketId, misses: 0, createdAt: now, expiresAt: after(now, tokenLives[purpose])
  })
  return secret
}

/** Makes what was sent for a purpose void. */
export async function revokeTokens (manager: EntityManager, purpose: TokenPurpose, { agentId = null, personId = null }: { agentId?: number | null, personId?: number | null }): Promise<void> {
  if (agentId !== null) await manager.delete(OneTimeToken, { purpose, agentId })
  if (personId !== null) await manager.delete(OneTimeToken, { purpose, personId })
}

/** What a secret stands for, without using it up; null when it is unknown, used or too old. */
export async function findOneTimeToken (reader: Pick<EntityManager, 'findOneBy'>, purpose: TokenPurpose, secret: string, now: Date): Promise<OneTimeToken | null> {
  if (!looksLikeToken(secret)) return null
  const token = await reader.findOneBy(OneTimeToken, { purpose, secretDigest: digestOfToken(purpose, secret, null) })
  return token !== null && token.expiresAt > now ? token : null
}

/** Uses a secret up and returns what it stood for; null when it is unknown, used or too old. */
export async function useOneTimeToken (manager: EntityManager, purpose: TokenPurpose, secret: string, now: Date): Promise<OneTimeToken | null> {
  if (!looksLikeToken(secret)) return null
  const token = await lockOne(manager, OneTimeToken, { purpose, secretDigest: digestOfToken(purpose, secret, null) })
  if (token === null || token.expiresAt <= now) return null
  await manager.update(OneTimeToken, { id: token.id }, { secretDigest: null })
  return token
}

/** Uses up the code that a person was sent. A wrong one counts as a miss, and few are allowed. */
export async function useCode (manager: EntityManager, personId: number, code: string, now: Date): Promise<OneTimeToken | null> {
  const token = (await manager.find(OneTimeToken, { where: { purpose: 'code', personId }, order: { id: 'DESC' }, take: 1 }))[0]
  const held = token && await lockOne(manager, OneTimeToken, { id: token.id })
  if (!held || held.secretDigest === null || held.expiresAt <= now || held.misses >= mostMisses) return null

  const fits = held.secretDigest === digestOfToken('code', code, personId)
  await manager.update(OneTimeToken, { id: held.id }, fits ? { secretDigest: null } : { misses: held.misses + 1 })
  return fits ? held : null
}

/** Deletes what can no longer be used. */
export async function sweepTokens (manager: EntityManager, now: Date): Promise<void> {
  await manager.query('DELETE FROM one_time_tokens WHERE expires_at <= ?', [now.getTime()])
}

/** Lengths are checked before the database is asked, whose comparison is never trusted with what somebody typed. */
const looksLikeToken = (secret: string): boolean => /^[\w-]{43}$/.test(secret)

/** Codes repeat among people, and digests are unique: the person is part of a code's. */
function digestOfToken (purpose: TokenPurpose, secret: string, personId: number | null): string {
  return digestOf(purpose === 'code' ? `code ${personId} ${secret}` : secret)
}
