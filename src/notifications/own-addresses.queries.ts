import { Department } from '../departments/department.entity.js'
import type { Reader } from '../platform/database/database.js'
import { findOrganisation } from '../settings/organisation.js'

/**
 * The house's own mail addresses, in small letters: writing to them would be talking to oneself. Those of
 * mailboxes are read by table name, because their room comes later.
 */
export async function listOwnAddresses (reader: Reader): Promise<Set<string>> {
  const { mailAddress } = await findOrganisation(reader)
  const departments = await reader.find(Department, { select: { id: true, mailAddress: true } })
  const mailboxes = await reader.query('SELECT address FROM mailboxes') as Array<{ address: string }>
  return new Set([mailAddress, ...departments.map(each => each.mailAddress ?? ''), ...mailboxes.map(({ address }) => address)].filter(address => address !== '').map(address => address.toLowerCase()))
}
