import { LessThanOrEqual } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import type { Platform } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { findOrganisation } from '../../settings/organisation.js'
import { DigestLine } from '../digest-line.entity.js'
import { listDigestLines } from '../digest.queries.js'
import type { DigestTicket } from '../digest-ticket.js'
import type { Letter } from '../letter.js'
import { readerLocale } from '../reader-locale.js'
import { findWording } from '../wording.queries.js'
import type { Wording } from '../wording.js'
import { queueMail } from './queue-mail.js'

export type WriteDigest = (agent: Agent, tickets: DigestTicket[], wording: Wording, organisation: Awaited<ReturnType<typeof findOrganisation>>) => Letter

/**
 * Writes an agent's digest of all that was kept, and forgets it, in one transaction. The newest line of each
 * ticket speaks for it. An agent who is gone is told nothing.
 */
export async function sendDigest (platform: Platform, agentId: number, write: WriteDigest): Promise<void> {
  await platform.db.transaction(async manager => {
    const agent = await lockOne(manager, Agent, { id: agentId })
    const lines = await listDigestLines(manager, agentId)
    const last = lines.at(-1)
    if (last === undefined) return

    await manager.delete(DigestLine, { agentId, id: LessThanOrEqual(last.id) })
    if (agent === null || !agent.isActive) return
    const organisation = await findOrganisation(manager)
    const wording = await findWording(manager, 'digest', readerLocale(agent.locale, organisation))
    await queueMail(manager, platform, { template: 'digest', letter: write(agent, ticketsOf(lines), wording, organisation), cause: `digest:${last.id}` })
  })
}

function ticketsOf (lines: DigestLine[]): DigestTicket[] {
  const tickets = new Map<number, DigestTicket>()
  for (const { ticketId, subject } of lines) tickets.set(ticketId, { ticketId, subject, count: (tickets.get(ticketId)?.count ?? 0) + 1 })
  return [...tickets.values()]
}
