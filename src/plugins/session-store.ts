import type { SessionStore } from '@fastify/session'
import type { Session as SessionData } from 'fastify'
import { after, day, hour, minute } from '../platform/clock.js'
import type { Platform } from '../platform/context.js'
import { digestOf } from '../platform/security/signer.js'

/** How long a session lives without a click, and in all. */
export const sessionLimits = {
  agent: { idle: 12 * hour, absolute: 7 * day },
  person: { idle: 8 * hour, absolute: 30 * day }
} as const

const limitsOf = (session: Pick<SessionData, 'agentId'>) => session.agentId ? sessionLimits.agent : sessionLimits.person

interface Row { data: string, seen_at: number, expires_at: number }

/**
 * Sessions in the database, under a digest of the cookie's value: a leaked table opens nothing, and
 * deleting a row signs that browser out at its next click, whichever process answers.
 */
export function createSessionStore ({ db, clock, log }: Platform): SessionStore {
  return {
    get (id, done) {
      read(id).then(session => { done(null, session) }, (error: unknown) => { done(error) })
    },
    set (id, session, done) {
      write(id, session).then(() => { done() }, (error: unknown) => { done(error) })
    },
    destroy (id, done) {
      remove(id).then(() => { done() }, (error: unknown) => { done(error) })
    }
  }

  async function read (id: string): Promise<SessionData | null> {
    const now = clock.now()
    const [row] = await db.read.query('SELECT data, seen_at, expires_at FROM sessions WHERE id_digest = ?', [digestOf(id)]) as Row[]
    if (row === undefined) return null

    const session = JSON.parse(row.data) as SessionData
    const idleSince = now.getTime() - Number(row.seen_at)
    if (Number(row.expires_at) <= now.getTime() || idleSince > limitsOf(session).idle) return null
    if (idleSince > 5 * minute) touch(id, now)
    return session
  }

  /** Notes the visit without keeping it waiting; a lost note only shortens the idle limit by minutes. */
  function touch (id: string, now: Date): void {
    db.transaction(async manager => manager.query('UPDATE sessions SET seen_at = ? WHERE id_digest = ?', [now.getTime(), digestOf(id)]))
      .catch((error: unknown) => { log.warn({ err: error }, 'a session could not be touched') })
  }

  async function write (id: string, session: SessionData): Promise<void> {
    const now = clock.now()
    const values = [JSON.stringify(session), session.agentId ?? null, session.personId ?? null, session.address ?? '', session.browser ?? '', now.getTime()]
    await db.transaction(async manager => {
      const [known] = await manager.query('SELECT 1 FROM sessions WHERE id_digest = ?', [digestOf(id)]) as unknown[]
      if (known !== undefined) {
        await manager.query('UPDATE sessions SET data = ?, agent_id = ?, person_id = ?, address = ?, browser = ?, seen_at = ? WHERE id_digest = ?', [...values, digestOf(id)])
      } else {
        await manager.query(
          'INSERT INTO sessions (data, agent_id, person_id, address, browser, seen_at, created_at, expires_at, id_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          [...values, now.getTime(), after(now, limitsOf(session).absolute).getTime(), digestOf(id)]
        )
      }
    })
  }

  async function remove (id: string): Promise<void> {
    await db.transaction(async manager => manager.query('DELETE FROM sessions WHERE id_digest = ?', [digestOf(id)]))
  }
}
