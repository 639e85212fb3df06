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

/** The first three hundred companies in use by name, and those that are chosen. */
export async function listCompanyChoices (reader: Reader, chosen: readonly number[]): Promise<Array<{ id: number, name: string }>> {
  const named = async (where: string, ids: readonly number[]) => reader.query(`SELECT id, name FROM companies WHERE ${where} ORDER BY name, id LIMIT 300`, [...ids]) as Promise<Array<{ id: number, name: string }>>
  const [some, own] = [await named('is_active = 1', []), chosen.length === 0 ? [] : await named(`id IN (${chosen.map(() => '?').join(', ')})`, chosen)]
  return [...own.filter(({ id }) => !some.some(each => each.id === id)), ...some]
}
