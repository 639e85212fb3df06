import { Department } from '../departments/department.entity.js'
import type { Reader } from '../platform/database/database.js'

export interface DepartmentName { id: number, name: string }

/** The departments that take tickets, by name. */
export async function listDepartmentNames (reader: Reader): Promise<DepartmentName[]> {
  return reader.find(Department, { select: { id: true, name: true }, where: { isActive: true }, order: { name: 'ASC' } })
}
