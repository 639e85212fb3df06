import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Membership } from './membership.entity.js'
import { Role } from './role.entity.js'

/** A role and how many agents have it somewhere. @throws NotFound */
export async function findRole (reader: Reader, id: number): Promise<Role & { agents: number }> {
  const role = await reader.findOneBy(Role, { id })
  if (role === null) throw new NotFound()
  const [row] = await reader.query('SELECT COUNT(DISTINCT agent_id) AS agents FROM memberships WHERE role_id = ?', [id]) as Array<{ agents: number }>
  return { ...role, agents: Number(row?.agents ?? 0) }
}

/** All roles with how many agents have each. */
export async function listRoles (reader: Reader): Promise<Array<Role & { agents: number }>> {
  const [roles, memberships] = await Promise.all([reader.find(Role, { order: { name: 'ASC' } }), reader.find(Membership)])
  return roles.map(role => ({ ...role, agents: new Set(memberships.filter(each => each.roleId === role.id).map(each => each.agentId)).size }))
}
