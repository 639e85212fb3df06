import type { Reader } from '../platform/database/database.js'
import { Role } from './role.entity.js'
import { Skill } from './skill.entity.js'

export interface Place { id: number, name: string }
export interface WorkPlaces { departments: Place[], teams: Place[], schedules: Place[], roles: Role[], skills: Place[] }

/**
 * Where agents can work and when, for the form that says where one does.
 *
 * By table name, because this room stands before those of departments, teams and schedules.
 */
export async function listWorkPlaces (reader: Pick<Reader, 'query' | 'find'>): Promise<WorkPlaces> {
  return {
    departments: await listDepartmentChoices(reader),
    teams: await reader.query('SELECT id, name FROM teams WHERE is_active = TRUE ORDER BY name') as Place[],
    schedules: await reader.query('SELECT id, name FROM schedules ORDER BY name') as Place[],
    roles: await reader.find(Role, { order: { name: 'ASC' } }),
    skills: await reader.find(Skill, { select: { id: true, name: true }, order: { name: 'ASC' } })
  }
}

/** Departments in use, by name. */
export async function listDepartmentChoices (reader: Pick<Reader, 'query'>): Promise<Place[]> {
  return reader.query('SELECT id, name FROM departments WHERE is_active = TRUE ORDER BY name') as Promise<Place[]>
}
