import { hash, verify } from '@node-rs/argon2'
import { InvalidFields } from '../errors.js'
import { randomToken } from './signer.js'

/** argon2id with what the OWASP password storage cheat sheet asks for at least. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Longer texts are refused before they cost anything. */
export const longestPassword = 1024
export const shortestPassword = 10

/** A hash that no password fits, for accounts that do not exist. */
const nobodysHash = hash(randomToken(), parameters)

/**
 * The hash to keep of a new password.
 *
 * @throws InvalidFields under the name `field` when the password is too short, too long or too simple.
 */
export async function hashPassword (password: string, { field = 'password', notLike = [] }: { field?: string, notLike?: string[] } = {}): Promise<string> {
  if (password.length < shortestPassword) throw new InvalidFields({ [field]: { key: 'accounts.password.too_short', values: { shortest: shortestPassword } } })
  if (password.length > longestPassword) throw new InvalidFields({ [field]: { key: 'accounts.password.too_long', values: { longest: longestPassword } } })
  if (isSimple(password, notLike)) throw new InvalidFields({ [field]: { key: 'accounts.password.too_simple' } })
  return hash(password, parameters)
}

/**
 * Whether the password fits. Without a hash it takes as long and says no, so that the time of an answer
 * does not tell which accounts exist. `work` is what takes the time.
 */
export async function verifyPassword (kept: string | null, password: string, work: (hash: string, password: string) => Promise<boolean> = verify): Promise<boolean> {
  if (password.length > longestPassword) return false
  const fits = await work(kept ?? await nobodysHash, password)
  return kept !== null && fits
}

function isSimple (password: string, notLike: string[]): boolean {
  const lower = password.toLowerCase()
  return new Set(lower).size < 5 || notLike.some(word => word.length > 2 && lower === word.toLowerCase()) || '01234567890123456789'.includes(lower) || 'qwertyuiopasdfghjkl'.includes(lower)
}
