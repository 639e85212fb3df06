import type { EntityManager } from 'typeorm'
import { insertOrIgnore } from '../../platform/database/insert-or-ignore.js'

export interface ToldLater { agentId: number, ticketId: number, template: string, subject: string, cause: string, at: Date }

/** Keeps for an agent's next digest what would have been a mail of its own. The same twice is kept once. */
export async function keepForDigest (manager: EntityManager, { agentId, ticketId, template, subject, cause, at }: ToldLater): Promise<void> {
  await insertOrIgnore(manager, 'digest_lines', { cause_key: `${cause}:${template}:${agentId}`, agent_id: agentId, ticket_id: ticketId, template, subject, at: at.getTime() })
}
