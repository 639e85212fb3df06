import type { EntityManager } from 'typeorm'
import { insertOrIgnore } from '../../platform/database/insert-or-ignore.js'
import { findCompanyOfAddress } from '../belonging.queries.js'
import { Person } from '../person.entity.js'

export interface NewPerson { name: string, email: string, phone?: string, locale?: string | null }

/**
 * The person with this address, made when there is none yet, also when two requests make the same person
 * at the same moment. A new person belongs to the company that has the address's domain.
 *
 * What is known of a person is not overwritten: anyone can type another's address into a form.
 */
export async function findOrCreatePerson (manager: EntityManager, { name, email, phone, locale }: NewPerson, now: Date): Promise<Person> {
  const address = email.trim().toLowerCase()
  const known = await manager.findOneBy(Person, { email: address })
  if (known !== null) return known

  await insertOrIgnore(manager, 'people', {
    name: name.trim() || address, email: address, phone: phone || null, locale: locale ?? null, company_id: await findCompanyOfAddress(manager, address),
    link_epoch: 1, created_at: now.getTime(), version: 1
  })
  return manager.findOneByOrFail(Person, { email: address })
}
