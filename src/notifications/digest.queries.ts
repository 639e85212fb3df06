import type { DigestRhythm } from '../accounts/notification-choices.js'
import type { Reader } from '../platform/database/database.js'
import { DigestLine } from './digest-line.entity.js'
import { digestDueAt } from './digest-time.js'

interface WaitingAgent { id: number, preferences: string, timeZone: string | null, oldestAt: number }

/** The agents whose digest is due. One who wants no digest any more is told at once of what was kept. */
export async function listDueAgents (reader: Reader, organisationZone: string, now: Date): Promise<number[]> {
  const rows = await reader.query(`
    SELECT a.id, a.preferences, a.time_zone AS timeZone, MIN(l.at) AS oldestAt
    FROM digest_lines l JOIN agents a ON a.id = l.agent_id GROUP BY a.id, a.preferences, a.time_zone`) as WaitingAgent[]
  return rows.filter(({ preferences, timeZone, oldestAt }) => {
    const { digest } = JSON.parse(preferences) as { digest?: DigestRhythm }
    return digest === undefined || digestDueAt(digest, new Date(Number(oldestAt)), timeZone ?? organisationZone) <= now
  }).map(({ id }) => id)
}

/** What an agent is to be told, oldest first. */
export async function listDigestLines (reader: Reader, agentId: number): Promise<DigestLine[]> {
  return reader.find(DigestLine, { where: { agentId }, order: { id: 'ASC' }, take: 500 })
}
