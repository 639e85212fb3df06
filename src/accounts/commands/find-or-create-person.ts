import type { EntityManager } from 'typeorm'
import { insertNewRow } from '../../platform/database/insert-row.js'
import { findAsker, type Asker } from '../belonging.queries.js'
import { Person } from '../person.entity.js'

export interface NewPerson { name: string, email: string, phone?: string, locale?: string | null }

/**
 * The person with this address, made when there is none yet, also when two requests make the same person
 * at the same moment. A new person belongs to the company that has the address's domain.
 *
 * What is known of a person is not overwritten: anyone can type another's address into a form.
 *
 * @param asker what the caller has just read of the address
 */
export async function findOrCreatePerson (manager: EntityManager, { name, email, phone, locale }: NewPerson, now: Date, asker?: Asker): Promise<Person> {
  const { person, company } = asker ?? await findAsker(manager, email)
  if (person !== null) return person

  const address = email.trim().toLowerCase()
  const made = await insertNewRow(manager, Person, Object.assign(new Person(), {
    name: name.trim() || address, email: address, phone: phone || null, locale: locale ?? null, passwordHash: null, verifiedAt: null, linkEpoch: 1,
    companyId: company?.id ?? null, companyByHand: false, createdAt: now, version: 1
  }))
  return made ?? manager.findOneByOrFail(Person, { email: address })
}
