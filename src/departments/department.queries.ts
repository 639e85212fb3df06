import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Department } from './department.entity.js'
import type { ClosurePolicy, Strategy } from './choices.js'

export interface DepartmentLine {
  id: number
  name: string
  description: string
  isActive: boolean
  strategy: Strategy
  closurePolicy: ClosurePolicy
  /** Active agents who work in it. */
  agents: number
  /** Active topics that lead to it. */
  topics: number
  /** Counted up to 1,000. */
  openTickets: number
}

/** With a second id, which nobody has, MariaDB leaves out closed tickets as it reads, however many are open. */
const openTicketsSql = "SELECT COUNT(*) AS count FROM (SELECT 1 FROM tickets WHERE department_id IN (?, 0) AND state IN ('new', 'open', 'waiting', 'on_hold') LIMIT 1000) counted"

/** Every department by name, those out of use last. */
export async function listDepartments (reader: Reader): Promise<DepartmentLine[]> {
  const rows = await reader.query(
    `SELECT d.id, d.name, d.description, d.is_active AS isActive, d.strategy, d.closure_policy AS closurePolicy,
       (SELECT COUNT(*) FROM memberships m JOIN agents a ON a.id = m.agent_id WHERE m.department_id = d.id AND a.is_active = 1) AS agents,
       (SELECT COUNT(*) FROM topics o WHERE o.department_id = d.id AND o.is_active = 1) AS topics
     FROM departments d ORDER BY d.is_active DESC, d.name`
  ) as Array<Omit<DepartmentLine, 'isActive' | 'openTickets'> & { isActive: number }>

  const lines: DepartmentLine[] = []
  for (const row of rows) lines.push({ ...row, isActive: Boolean(row.isActive), agents: Number(row.agents), topics: Number(row.topics), openTickets: await countOpenTickets(reader, row.id) })
  return lines
}

/** One department. @throws NotFound */
export async function findDepartment (reader: Reader, id: number): Promise<Department> {
  const department = await reader.findOneBy(Department, { id })
  if (department === null) throw new NotFound()
  return department
}

/** The tickets that a change to a department touches, counted up to 1,000. */
export async function countOpenTickets (reader: Pick<Reader, 'query'>, departmentId: number): Promise<number> {
  const [row] = await reader.query(openTicketsSql, [departmentId]) as Array<{ count: number }>
  return Number(row?.count ?? 0)
}

export interface DepartmentMember { id: number, name: string, role: string, isActive: boolean, takesTickets: boolean, capacity: number | null, absentUntil: Date | null }

/** Who works in a department, by name. */
export async function listDepartmentMembers (reader: Reader, departmentId: number, now: Date): Promise<DepartmentMember[]> {
  const rows = await reader.query(
    `SELECT a.id, a.name, r.name AS role, a.is_active AS isActive, a.takes_tickets AS takesTickets, a.capacity,
       (SELECT MAX(b.ends_at) FROM absences b WHERE b.agent_id = a.id AND b.starts_at <= ? AND b.ends_at > ?) AS absentUntil
     FROM memberships m JOIN agents a ON a.id = m.agent_id JOIN roles r ON r.id = m.role_id WHERE m.department_id = ? ORDER BY a.is_active DESC, a.name, a.id`,
    [now.getTime(), now.getTime(), departmentId]
  ) as Array<Omit<DepartmentMember, 'isActive' | 'takesTickets' | 'absentUntil'> & { isActive: number, takesTickets: number, absentUntil: number | null }>
  return rows.map(row => ({ ...row, isActive: Boolean(row.isActive), takesTickets: Boolean(row.takesTickets), absentUntil: row.absentUntil === null ? null : new Date(Number(row.absentUntil)) }))
}

/** Working hours to choose from, by table name, because their room comes later. */
export async function listScheduleChoices (reader: Pick<Reader, 'query'>): Promise<Array<{ id: number, name: string }>> {
  return reader.query('SELECT id, name FROM schedules ORDER BY name') as Promise<Array<{ id: number, name: string }>>
}
