import type { Reader } from '../platform/database/database.js'
import type { StepChoices } from './check-steps.js'

/** The agents and departments in use, by name. */
export async function findStepChoices (reader: Reader): Promise<StepChoices> {
  const named = async (table: 'agents' | 'departments') => reader.query(`SELECT id, name FROM ${table} WHERE is_active = 1 ORDER BY name, id`) as Promise<Array<{ id: number, name: string }>>
  return { agents: await named('agents'), departments: await named('departments') }
}

/** The topics in use, in their order. By table name, because topics come after this room. */
export async function listTopicChoices (reader: Reader): Promise<Array<{ id: number, name: string }>> {
  return reader.query('SELECT id, name FROM topics WHERE is_active = 1 ORDER BY position, id') as Promise<Array<{ id: number, name: string }>>
}

/** The companies that are chosen, by name, also those out of use. */
export async function listChosenCompanies (reader: Reader, chosen: readonly number[]): Promise<Array<{ id: number, name: string }>> {
  if (chosen.length === 0) return []
  return reader.query(`SELECT id, name FROM companies WHERE id IN (${chosen.map(() => '?').join(', ')}) ORDER BY name, id`, [...chosen]) as Promise<Array<{ id: number, name: string }>>
}
