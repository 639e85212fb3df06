import type { Reader } from '../platform/database/database.js'

export interface AgentChoice { id: number, name: string }

/** Agents to choose from, by name: who is to lead, who belongs to a team. */
export async function listAgentChoices (reader: Pick<Reader, 'query'>): Promise<AgentChoice[]> {
  return reader.query('SELECT id, name FROM agents WHERE is_active = 1 ORDER BY name, id') as Promise<AgentChoice[]>
}
