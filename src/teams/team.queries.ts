import type { Strategy } from '../departments/choices.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Team } from './team.entity.js'

export interface TeamLine {
  id: number
  name: string
  description: string
  isActive: boolean
  strategy: Strategy
  leadName: string | null
  /** Active members by name. */
  members: string[]
  /** Counted up to 1,000. */
  openTickets: number
}

/** Every team by name, those out of use last. */
export async function listTeams (reader: Reader): Promise<TeamLine[]> {
  const rows = await reader.query(
    `SELECT t.id, t.name, t.description, t.is_active AS isActive, t.strategy, l.name AS leadName
     FROM teams t LEFT JOIN agents l ON l.id = t.lead_id ORDER BY t.is_active DESC, t.name`
  ) as Array<Omit<TeamLine, 'isActive' | 'members' | 'openTickets'> & { isActive: number }>
  const members = await reader.query(
    'SELECT e.team_id AS teamId, a.name FROM team_members e JOIN agents a ON a.id = e.agent_id WHERE a.is_active = 1 ORDER BY a.name, a.id'
  ) as Array<{ teamId: number, name: string }>

  const lines: TeamLine[] = []
  for (const row of rows) {
    const names = members.filter(({ teamId }) => teamId === row.id).map(({ name }) => name)
    lines.push({ ...row, isActive: Boolean(row.isActive), members: names, openTickets: await countOpenTickets(reader, row.id) })
  }
  return lines
}

/** One team and the active agents in it. @throws NotFound */
export async function findTeam (reader: Reader, id: number): Promise<{ team: Team, memberIds: number[] }> {
  const team = await reader.findOneBy(Team, { id })
  if (team === null) throw new NotFound()
  return { team, memberIds: (await listTeamMembers(reader, id)).filter(({ isActive }) => isActive).map(member => member.id) }
}

export interface Member { id: number, name: string, isActive: boolean }

/** Who belongs to a team by name, also who is switched off. */
export async function listTeamMembers (reader: Pick<Reader, 'query'>, teamId: number): Promise<Member[]> {
  const rows = await reader.query(
    'SELECT a.id, a.name, a.is_active AS isActive FROM team_members e JOIN agents a ON a.id = e.agent_id WHERE e.team_id = ? ORDER BY a.name, a.id', [teamId]
  ) as Array<Omit<Member, 'isActive'> & { isActive: number }>
  return rows.map(row => ({ ...row, isActive: Boolean(row.isActive) }))
}

/** A team's open tickets, counted up to 1,000. With a second id, which nobody has, MariaDB leaves out closed ones as it reads, however many are open. */
export async function countOpenTickets (reader: Pick<Reader, 'query'>, teamId: number): Promise<number> {
  const [row] = await reader.query("SELECT COUNT(*) AS count FROM (SELECT 1 FROM tickets WHERE team_id IN (?, 0) AND state IN ('new', 'open', 'waiting', 'on_hold') LIMIT 1000) counted", [teamId]) as Array<{ count: number }>
  return Number(row?.count ?? 0)
}
