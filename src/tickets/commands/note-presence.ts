import type { Context } from '../../platform/context.js'
import { second } from '../../platform/clock.js'
import { Presence } from '../presence.entity.js'

const renewEvery = 15 * second
const noted = new Map<string, number>()

/** Notes that an agent has a ticket open. Written a few times a minute, not at every look. */
export async function notePresence ({ db, clock }: Context, ticketId: number, agentId: number, activity: Presence['activity'] = 'viewing'): Promise<void> {
  const now = clock.now()
  const key = `${ticketId}:${agentId}:${activity}`
  if ((noted.get(key) ?? 0) > now.getTime() - renewEvery) return
  if (noted.size > 5000) noted.clear()
  noted.set(key, now.getTime())
  await db.transaction(async manager => {
    const known = await manager.findOneBy(Presence, { ticketId, agentId })
    // A draft that was saved a moment ago says more than an open page.
    const keeps = known !== null && activity === 'viewing' && known.activity !== 'viewing' && known.seenAt.getTime() > now.getTime() - 2 * renewEvery
    await manager.upsert(Presence, { ticketId, agentId, activity: keeps ? known.activity : activity, seenAt: now }, ['ticketId', 'agentId'])
  })
}

/** The page was closed. */
export async function forgetPresence ({ db }: Context, ticketId: number, agentId: number): Promise<void> {
  for (const activity of ['viewing', 'reply', 'note']) noted.delete(`${ticketId}:${agentId}:${activity}`)
  await db.transaction(async manager => manager.delete(Presence, { ticketId, agentId }))
}
