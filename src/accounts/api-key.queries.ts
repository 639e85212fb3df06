import { second } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { recently } from '../platform/recently.js'
import { digestOf } from '../platform/security/signer.js'
import { ApiKey } from './api-key.entity.js'

const keys = recently(second, async (reader, keyDigest: string) => reader.findOneBy(ApiKey, { keyDigest }))

/** The key that a program shows, in use or not, at most a second late; null when there is none like it. */
export async function findShownKey (reader: Reader, shown: string): Promise<ApiKey | null> {
  return /^[0-9A-F]{32}$/i.test(shown) ? keys.find(reader, digestOf(`api key ${shown.toUpperCase()}`)) : null
}

/** Makes a change of a key count at once in this process. */
export const forgetKeys = (): void => keys.forget()

/** Every key, also the personal ones of agents. */
export async function listApiKeys (reader: Reader): Promise<ApiKey[]> {
  return reader.find(ApiKey, { order: { isActive: 'DESC', name: 'ASC', id: 'ASC' }, take: 500 })
}

/** The personal keys of an agent that are in use, the newest first. */
export async function listOwnKeys (reader: Reader, agentId: number): Promise<ApiKey[]> {
  return reader.find(ApiKey, { where: { agentId, isPersonal: true, isActive: true }, order: { id: 'DESC' }, take: 100 })
}

/** @throws NotFound */
export async function findApiKey (reader: Reader, id: number): Promise<ApiKey> {
  const key = await reader.findOneBy(ApiKey, { id })
  if (key === null) throw new NotFound()
  return key
}
