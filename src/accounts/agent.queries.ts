import type { AdminRight } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { AgentSkill } from './agent-skill.entity.js'
import { Absence } from './absence.entity.js'
import { Agent } from './agent.entity.js'
import { Membership } from './membership.entity.js'

export interface AgentLine {
  id: number
  name: string
  email: string
  isActive: boolean
  isInvited: boolean
  adminRights: AdminRight[]
  departments: string[]
  openTickets: number
  lastSeenAt: Date | null
  isAway: boolean
}

interface Row { id: number, name: string, email: string, is_active: 0 | 1, has_password: 0 | 1, admin_rights: string, last_seen_at: number | null }

/** Every agent with what an admin asks of them first. */
export async function listAgents (reader: Reader, now: Date): Promise<AgentLine[]> {
  const agents = await reader.query(
    `SELECT a.id, a.name, a.email, a.is_active, a.password_hash IS NOT NULL AS has_password, a.admin_rights,
       COALESCE((SELECT MAX(s.seen_at) FROM sessions s WHERE s.agent_id = a.id), a.last_seen_at) AS last_seen_at
     FROM agents a ORDER BY a.is_active DESC, a.name, a.id`
  ) as Row[]
  const memberships = await reader.query(
    'SELECT m.agent_id, d.name AS department, r.name AS role FROM memberships m JOIN departments d ON d.id = m.department_id JOIN roles r ON r.id = m.role_id ORDER BY d.name'
  ) as Array<{ agent_id: number, department: string, role: string }>
  const open = await reader.query(
    "SELECT assignee_id, COUNT(*) AS tickets FROM tickets WHERE state IN ('new', 'open', 'waiting', 'on_hold') AND assignee_id IS NOT NULL GROUP BY assignee_id"
  ) as Array<{ assignee_id: number, tickets: number }>
  const away = await reader.query('SELECT DISTINCT agent_id FROM absences WHERE starts_at <= ? AND ends_at > ?', [now.getTime(), now.getTime()]) as Array<{ agent_id: number }>

  const openOf = new Map(open.map(row => [row.assignee_id, Number(row.tickets)]))
  const awayIds = new Set(away.map(row => row.agent_id))
  return agents.map(row => ({
    id: row.id,
    name: row.name,
    email: row.email,
    isActive: Number(row.is_active) === 1,
    isInvited: Number(row.has_password) === 0,
    adminRights: JSON.parse(row.admin_rights) as AdminRight[],
    departments: memberships.filter(each => each.agent_id === row.id).map(each => `${each.department} (${each.role})`),
    openTickets: openOf.get(row.id) ?? 0,
    lastSeenAt: row.last_seen_at === null ? null : new Date(Number(row.last_seen_at)),
    isAway: awayIds.has(row.id)
  }))
}

/** An agent with where it works and what it knows. @throws NotFound */
export async function findAgent (reader: Reader, id: number): Promise<{ agent: Agent, memberships: Membership[], teamIds: number[], skillIds: number[] }> {
  const agent = await reader.findOneBy(Agent, { id })
  if (agent === null) throw new NotFound()
  const teams = await reader.query('SELECT team_id FROM team_members WHERE agent_id = ? ORDER BY team_id', [id]) as Array<{ team_id: number }>
  const skills = await reader.find(AgentSkill, { where: { agentId: id }, order: { skillId: 'ASC' } })
  return { agent, memberships: await reader.findBy(Membership, { agentId: id }), teamIds: teams.map(row => row.team_id), skillIds: skills.map(({ skillId }) => skillId) }
}

/** An agent in use by the address to sign in with. @throws NotFound */
export async function findAgentByEmail (reader: Reader, email: string): Promise<Agent> {
  const agent = await reader.findOneBy(Agent, { email: email.trim().toLowerCase(), isActive: true })
  if (agent === null) throw new NotFound()
  return agent
}

/** What is to come of an agent's absences, and the one that is on. */
export async function listAbsences (reader: Reader, agentId: number, now: Date): Promise<Absence[]> {
  return reader.createQueryBuilder(Absence, 'absence')
    .where('absence.agentId = :agentId AND absence.endsAt > :now', { agentId, now: now.getTime() })
    .orderBy('absence.startsAt').getMany()
}

export interface LeftTicket { id: number, number: string, subject: string }

/** Tickets that wait for an agent who may not work on them any more: the oldest, and how many there are up to 1,000. */
export async function listLeftTickets (reader: Reader, agentId: number): Promise<{ tickets: LeftTicket[], count: number }> {
  const mine = "FROM tickets WHERE assignee_id = ? AND state IN ('new', 'open', 'waiting', 'on_hold')"
  const tickets = await reader.query(`SELECT id, number, subject ${mine} ORDER BY id LIMIT 20`, [agentId]) as LeftTicket[]
  const [row] = await reader.query(`SELECT COUNT(*) AS count FROM (SELECT 1 ${mine} LIMIT 1000) counted`, [agentId]) as Array<{ count: number }>
  return { tickets, count: Number(row?.count ?? 0) }
}

export interface OwnSession { idDigest: string, address: string, browser: string, createdAt: Date, seenAt: Date }

/** The browsers in which an agent is signed in, the latest first. */
export async function listSessions (reader: Reader, agentId: number, now: Date): Promise<OwnSession[]> {
  const rows = await reader.query(
    'SELECT id_digest, address, browser, created_at, seen_at FROM sessions WHERE agent_id = ? AND expires_at > ? ORDER BY seen_at DESC LIMIT 50', [agentId, now.getTime()]
  ) as Array<{ id_digest: string, address: string, browser: string, created_at: number, seen_at: number }>
  return rows.map(row => ({ idDigest: row.id_digest, address: row.address, browser: row.browser, createdAt: new Date(Number(row.created_at)), seenAt: new Date(Number(row.seen_at)) }))
}
