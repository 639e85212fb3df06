import { Department } from '../departments/department.entity.js'
import type { Reader } from '../platform/database/database.js'
import { findOrganisation } from '../settings/organisation.js'
import { Mailbox } from './mailbox.entity.js'

/** The addresses to which mail for us is sent, in small letters. Mail from one of them is our own that came back. */
export async function listWaysIn (reader: Reader): Promise<Set<string>> {
  const { mailAddress } = await findOrganisation(reader)
  const departments = await reader.find(Department, { select: { id: true, mailAddress: true } })
  const mailboxes = await reader.find(Mailbox, { select: { id: true, address: true } })
  return new Set([mailAddress, ...departments.map(each => each.mailAddress ?? ''), ...mailboxes.map(({ address }) => address)].filter(address => address !== '').map(address => address.toLowerCase()))
}
