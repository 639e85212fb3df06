import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'

/** How the way to a database server is encrypted, as mysql2 takes it. */
export interface DatabaseTls { rejectUnauthorized: boolean, verifyIdentity: boolean, minVersion: 'TLSv1.2', ca?: string }

/** A `DATABASE_URL` that cannot be used; the message says what it should look like. */
export class BadDatabaseUrl extends Error {}

const ways = ['true', 'unchecked', 'false'] as const

/**
 * Takes a `DATABASE_URL` apart: the address without what follows a question mark, and the encryption asked for there.
 *
 * `ssl=true` checks the server's certificate and name, by the authorities of Node.js or by those in the file of
 * `ssl-ca`; `ssl=unchecked` encrypts and believes whoever answers; without either nothing is encrypted. TypeORM
 * leaves out whatever follows the question mark, so nothing of it may be passed by in silence.
 *
 * @throws BadDatabaseUrl
 */
export function readDatabaseUrl (url: string): { address: string, tls: DatabaseTls | null } {
  if (url.startsWith('sqlite:')) return { address: url, tls: null }
  if (!/^(?:mysql|mariadb):\/\/[^/?]+\/[^/?]+/.test(url)) throw new BadDatabaseUrl('DATABASE_URL must be mysql://user:password@host/name, mariadb://… or sqlite:path.')

  const [address = '', ...rest] = url.split('?')
  const asked = new URLSearchParams(rest.join('?'))
  const unknown = [...asked.keys()].find(name => !['ssl', 'ssl-ca'].includes(name))
  if (unknown !== undefined) throw new BadDatabaseUrl(`DATABASE_URL may end with ?ssl=true, &ssl-ca=FILE or nothing, not with “${unknown}”.`)
  return { address, tls: tlsFor(address, asked.get('ssl'), asked.get('ssl-ca')) }
}

function tlsFor (address: string, asked: string | null, file: string | null): DatabaseTls | null {
  const way = ways.find(each => each === (asked ?? (file === null ? 'false' : 'true')))
  if (way === undefined) throw new BadDatabaseUrl(`In DATABASE_URL ssl must be one of ${ways.join(', ')}, not “${asked}”.`)
  if (way === 'false') return null
  if (way === 'unchecked') return { rejectUnauthorized: false, verifyIdentity: false, minVersion: 'TLSv1.2' }

  const host = address.replace(/^.*[@/](?=[^@/]+\/)/, '').replace(/:\d+\/.*$|\/.*$/, '')
  if (isIP(host) !== 0) throw new BadDatabaseUrl(`With ssl=true DATABASE_URL must name the server as its certificate does, not by the address ${host}.`)
  return { rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2', ...(file !== null && { ca: certificatesIn(file) }) }
}

function certificatesIn (file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new BadDatabaseUrl(`The file of ssl-ca in DATABASE_URL cannot be read: ${(error as Error).message}`)
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new BadDatabaseUrl(`The file of ssl-ca in DATABASE_URL holds no certificate: ${file}`)
  return text
}
