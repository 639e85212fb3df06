import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'

/** Where a database server is and how to sign in there. `socketPath` goes before host and port. */
export interface DatabaseServer { host: string, port: number, username: string, password: string, database: string, socketPath?: string }

/** How the way to a database server is encrypted, as mysql2 takes it. */
export interface DatabaseTls { rejectUnauthorized: boolean, verifyIdentity: boolean, minVersion: 'TLSv1.2', ca?: string }

/** A `DATABASE_URL` that cannot be used; the message says what it should look like, and holds nothing of user and password. */
export class BadDatabaseUrl extends Error {}

const ways = ['true', 'unchecked', 'false'] as const
const form = 'DATABASE_URL must be mysql://user:password@host/name, mariadb://… or sqlite:path.'
const escapes = 'In user and password write @ : / ? # % as %40 %3A %2F %3F %23 %25.'

/**
 * Takes a `DATABASE_URL` apart: the server, null for SQLite, and the encryption asked for behind the question mark.
 *
 * `ssl=true` checks the server's certificate and name, by the authorities of Node.js or by those in the file of
 * `ssl-ca`; `ssl=unchecked` encrypts and believes whoever answers; without either nothing is encrypted. `socket` names
 * the socket of a server on this machine. Nothing may be passed by in silence. The last `@` ends the password, so one
 * that was written without escapes is mostly read all the same.
 *
 * @throws BadDatabaseUrl
 */
export function readDatabaseUrl (url: string): { server: DatabaseServer | null, tls: DatabaseTls | null } {
  if (url.startsWith('sqlite:')) return { server: null, tls: null }
  const [, , user = '', host = '', port, database = '', query = ''] = /^(mysql|mariadb):\/\/(?:(.*)@)?(\[[\da-f:.]+\]|[^\s@:/?#[\]]*)(?::(\d{1,5}))?\/([^/?#@]+)(?:\?(.*))?$/i.exec(url) ?? []
  if (database === '') throw new BadDatabaseUrl(/^(?:mysql|mariadb):\/\//.test(url) ? `${form} ${escapes} An IPv6 address stands in square brackets.` : form)

  const asked = new URLSearchParams(query)
  const unknown = [...asked.keys()].find(name => !['ssl', 'ssl-ca', 'socket'].includes(name))
  if (unknown !== undefined) throw new BadDatabaseUrl(`DATABASE_URL may end with ?ssl=true, &ssl-ca=FILE, ?socket=FILE or nothing, not with “${unknown}”.`)
  const socketPath = asked.get('socket')
  if (host === '' && socketPath === null) throw new BadDatabaseUrl(form)
  if (Number(port ?? 3306) > 65535 || Number(port ?? 3306) === 0) throw new BadDatabaseUrl(`There is no port ${port}: ${form}`)

  const [username = '', ...rest] = user.split(':')
  const server = { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 3306), username: unescaped(username), password: unescaped(rest.join(':')), database: unescaped(database), ...(socketPath !== null && { socketPath }) }
  return { server, tls: tlsFor(server, asked.get('ssl'), asked.get('ssl-ca')) }
}

function unescaped (text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new BadDatabaseUrl(`DATABASE_URL has a “%” that stands for nothing. ${escapes}`)
  }
}

function tlsFor ({ host, socketPath }: DatabaseServer, asked: string | null, file: string | null): DatabaseTls | null {
  const way = ways.find(each => each === (asked ?? (file === null ? 'false' : 'true')))
  if (way === undefined) throw new BadDatabaseUrl(`In DATABASE_URL ssl must be one of ${ways.join(', ')}, not “${asked}”.`)
  if (way === 'false') return null
  if (socketPath !== undefined) throw new BadDatabaseUrl('In DATABASE_URL socket goes without ssl: what passes a socket never leaves the machine.')
  if (way === 'unchecked') return { rejectUnauthorized: false, verifyIdentity: false, minVersion: 'TLSv1.2' }
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
