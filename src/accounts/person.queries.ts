import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Person } from './person.entity.js'

/** A member of the public. @throws NotFound */
export async function findPerson (reader: Pick<Reader, 'findOneBy'>, id: number): Promise<Person> {
  const person = await reader.findOneBy(Person, { id })
  if (person === null) throw new NotFound()
  return person
}
