import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { DepartmentServer, SendingServer } from './sending-server.entity.js'

/** The server that sends a ticket's mails now; null for the system's. It goes by the department that the ticket is in by then. */
export async function findServerFor (reader: Reader, ticketId: number | null): Promise<SendingServer | null> {
  if (ticketId === null) return null
  const ticket = await reader.findOne(Ticket, { select: { id: true, departmentId: true }, where: { id: ticketId } })
  const link = ticket === null ? null : await reader.findOneBy(DepartmentServer, { departmentId: ticket.departmentId })
  return link === null ? null : reader.findOneBy(SendingServer, { id: link.serverId, isActive: true })
}

/** A server with the departments that it sends for. @throws NotFound */
export async function findSendingServer (reader: Reader, id: number): Promise<{ server: SendingServer, departmentIds: number[] }> {
  const server = await reader.findOneBy(SendingServer, { id })
  if (server === null) throw new NotFound()
  return { server, departmentIds: (await reader.findBy(DepartmentServer, { serverId: id })).map(({ departmentId }) => departmentId) }
}

export interface SendingServerLine { server: SendingServer, departments: string[] }

/** All servers by name, each with the departments that it sends for. */
export async function listSendingServers (reader: Reader): Promise<SendingServerLine[]> {
  const servers = await reader.find(SendingServer, { order: { name: 'ASC' } })
  const links = await reader.query('SELECT l.server_id AS serverId, d.name FROM department_servers l JOIN departments d ON d.id = l.department_id ORDER BY d.name') as Array<{ serverId: number, name: string }>
  return servers.map(server => ({ server, departments: links.filter(({ serverId }) => serverId === server.id).map(({ name }) => name) }))
}
