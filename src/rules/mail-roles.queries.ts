import type { Reader } from '../platform/database/database.js'
import type { Ticket } from '../tickets/ticket.entity.js'
import { isMailRole, type MailRole } from './mail-roles.js'

const addressesOf: Record<MailRole, string> = {
  requester: 'SELECT p.email FROM people p JOIN tickets t ON t.requester_id = p.id WHERE t.id = ?',
  participants: 'SELECT p.email FROM people p JOIN participants c ON c.person_id = p.id WHERE c.ticket_id = ? AND c.is_muted = 0 ORDER BY p.email',
  assignee: 'SELECT a.email FROM agents a JOIN tickets t ON t.assignee_id = a.id WHERE t.id = ? AND a.is_active = 1',
  team: 'SELECT a.email FROM agents a JOIN team_members m ON m.agent_id = a.id JOIN tickets t ON t.team_id = m.team_id WHERE t.id = ? AND a.is_active = 1 ORDER BY a.email',
  manager: 'SELECT a.email FROM agents a JOIN departments d ON d.manager_id = a.id JOIN tickets t ON t.department_id = d.id WHERE t.id = ? AND a.is_active = 1'
}

/** The addresses that a mail about a ticket goes to, each once: those that are named, and of whoever now is what is named. */
export async function findMailAddresses (reader: Pick<Reader, 'query'>, { id }: Pick<Ticket, 'id'>, to: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const each of to) found.push(...isMailRole(each) ? (await reader.query(addressesOf[each], [id]) as Array<{ email: string }>).map(({ email }) => email) : [each])
  return [...new Set(found.map(address => address.toLowerCase()))]
}
