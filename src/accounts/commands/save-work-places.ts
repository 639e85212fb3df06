import type { EntityManager } from 'typeorm'
import { InvalidFields } from '../../platform/errors.js'
import { AgentSkill } from '../agent-skill.entity.js'
import { Membership } from '../membership.entity.js'
import { listWorkPlaces, type Place } from '../work-places.queries.js'

interface WorkPlacesOfAgent {
  memberships: Array<{ departmentId: number, roleId: number }>
  teamIds: number[]
  skillIds?: number[]
  scheduleId: number | null
}

/**
 * Sets where an agent works and what it knows, in the caller's transaction. Places that are switched off are not in the form
 * and keep whoever is in them.
 *
 * @throws InvalidFields when a department, role, team, schedule or skill is not there.
 */
export async function saveWorkPlaces (manager: EntityManager, agentId: number, { memberships, teamIds, scheduleId, skillIds }: WorkPlacesOfAgent): Promise<void> {
  const places = await listWorkPlaces(manager)
  expect(places.departments, memberships.map(each => each.departmentId), 'memberships')
  expect(places.roles, memberships.map(each => each.roleId), 'memberships')
  expect(places.teams, teamIds, 'teams')
  expect(places.schedules, scheduleId === null ? [] : [scheduleId], 'scheduleId')
  expect(places.skills, skillIds ?? [], 'skills')

  for (const { id: departmentId } of places.departments) await manager.delete(Membership, { agentId, departmentId })
  for (const { departmentId, roleId } of memberships) await manager.insert(Membership, { agentId, departmentId, roleId })
  for (const { id } of places.teams) await manager.query('DELETE FROM team_members WHERE agent_id = ? AND team_id = ?', [agentId, id])
  for (const teamId of new Set(teamIds)) await manager.query('INSERT INTO team_members (team_id, agent_id) VALUES (?, ?)', [teamId, agentId])
  if (skillIds !== undefined) await saveSkills(manager, agentId, skillIds)
}

async function saveSkills (manager: EntityManager, agentId: number, skillIds: readonly number[]): Promise<void> {
  await manager.delete(AgentSkill, { agentId })
  for (const skillId of new Set(skillIds)) await manager.insert(AgentSkill, { agentId, skillId })
}

function expect (places: Place[], ids: number[], field: string): void {
  if (ids.some(id => !places.some(place => place.id === id))) throw new InvalidFields({ [field]: { key: 'refusal.not_a_choice' } })
}
