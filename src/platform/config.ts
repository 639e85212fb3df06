import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BadDatabaseUrl, readDatabaseUrl } from './database/database-url.js'
import { isNetwork } from './http/networks.js'

export type ProcessRole = 'all' | 'web' | 'worker'

export interface Config {
  port: number
  host: string
  /** Where people reach this desk, without a slash at the end. The only origin that links and mails ever name. */
  baseUrl: string
  databaseUrl: string
  /** Null keeps mail in the mail ledger instead of sending it. */
  smtpUrl: string | null
  storageUrl: string
  /** Where mail is taken by SMTP or LMTP; null takes none. */
  inboxUrl: string | null
  /** The names under which our own mail servers write `Authentication-Results` (RFC 8601), in small letters. */
  inboxAuthserv: string[]
  secretKey: string
  /** What Fastify's `trustProxy` takes: false, a number of hops, or a list of addresses. */
  trustProxy: boolean | number | string
  role: ProcessRole
  logLevel: string
  /** Who shows it may read `/metrics`; null shows them to nobody. */
  metricsToken: string | null
  /** Networks into which webhooks may go although they are private. */
  webhookAllow: string[]
  /** How often one key may ask at /api/v1, in each process. */
  apiRequestsAMinute: number
}

/** Thrown at start; `message` names every bad setting, one a line. */
export class BadSettings extends Error {}

type Env = Record<string, string | undefined>

/**
 * Reads and checks the settings.
 *
 * @throws BadSettings that names each bad one with what it should look like.
 */
export function readConfig (env: Env): Config {
  const problems: string[] = []
  const port = whole(env, 'PORT', 3000, problems)

  const config: Config = {
    port,
    host: env.HOST || '127.0.0.1',
    baseUrl: (env.BASE_URL || `http://localhost:${port}`).replace(/\/+$/, ''),
    databaseUrl: env.DATABASE_URL || 'sqlite:var/ostiary.sqlite',
    smtpUrl: env.SMTP_URL || null,
    inboxUrl: env.INBOX_URL || null,
    inboxAuthserv: (env.INBOX_AUTHSERV ?? '').toLowerCase().split(/[\s,]+/).filter(name => name !== ''),
    storageUrl: env.STORAGE_URL || 'file:var/files',
    secretKey: env.SECRET_KEY || '',
    trustProxy: proxySetting(env.TRUST_PROXY),
    role: oneOf(env, 'ROLE', ['all', 'web', 'worker'], problems),
    logLevel: oneOf(env, 'LOG_LEVEL', ['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent'], problems),
    metricsToken: env.METRICS_TOKEN || null,
    webhookAllow: (env.WEBHOOK_ALLOW ?? '').split(/[\s,]+/).filter(network => network !== ''),
    apiRequestsAMinute: Number(env.API_REQUESTS_A_MINUTE || 1200)
  }

  if (env.BASE_URL) expectOrigin(config.baseUrl, problems)
  expectDatabaseUrl(config.databaseUrl, problems)
  if (config.smtpUrl) expectUrl('SMTP_URL', config.smtpUrl, ['smtp:', 'smtps:'], problems)
  if (config.inboxUrl) expectUrl('INBOX_URL', config.inboxUrl, ['smtp:', 'lmtp:'], problems)
  for (const name of config.inboxAuthserv) if (!/^[a-z0-9._-]+$/.test(name)) problems.push(`INBOX_AUTHSERV must be the name of a mail server, such as mx.example.org, not “${name}”.`)
  for (const network of config.webhookAllow) if (!isNetwork(network)) problems.push(`WEBHOOK_ALLOW must be addresses and networks, such as 10.1.0.0/16, not “${network}”.`)
  if (!/^file:.+/.test(config.storageUrl)) problems.push('STORAGE_URL must be file: and a folder, for example file:var/files.')
  for (const proxy of namedProxies(config.trustProxy)) if (!isNetwork(proxy)) problems.push(`TRUST_PROXY must be true, false, a number of proxies, or their addresses and networks, such as 10.0.0.0/24, not “${proxy}”.`)
  if (config.secretKey !== '' && config.secretKey.length < 32) problems.push('SECRET_KEY must have at least 32 characters.')
  if (!Number.isInteger(config.apiRequestsAMinute) || config.apiRequestsAMinute < 1) problems.push(`API_REQUESTS_A_MINUTE must be a whole number from 1 on, not “${env.API_REQUESTS_A_MINUTE}”.`)
  if (config.metricsToken !== null && config.metricsToken.length < 16) problems.push('METRICS_TOKEN must have at least 16 characters.')
  if (problems.length > 0) throw new BadSettings(problems.join('\n'))

  return Object.freeze({ ...config, secretKey: config.secretKey || keptSecretKey() })
}

function whole (env: Env, name: string, standard: number, problems: string[]): number {
  const value = Number(env[name] || standard)
  if (!Number.isInteger(value) || value < 0 || value > 65535) problems.push(`${name} must be a port number, not “${env[name]}”.`)
  return value
}

function oneOf<const Choices extends readonly string[]> (env: Env, name: string, choices: Choices, problems: string[]): Choices[number] {
  const value = env[name] || choices[0]!
  if (!choices.includes(value)) problems.push(`${name} must be one of ${choices.join(', ')}, not “${value}”.`)
  return value
}

function expectUrl (name: string, value: string, protocols: string[], problems: string[]): void {
  const url = URL.canParse(value) ? new URL(value) : null
  const starts = protocols.map(each => `${each}//`)
  if (!starts.some(start => value.toLowerCase().startsWith(start))) problems.push(`${name} must start with ${starts.join(' or ')}, not “${value.replace(/\/\/.*@/, '//…@')}”.`)
  else if (url === null || url.hostname === '' || (value.includes('@') && url.username === '')) problems.push(`${name} must be ${starts[0]}user:password@host:port, or without user and password. In these write @ : / ? # % as %40 %3A %2F %3F %23 %25.`)
}

/** The desk answers at the root of a name, so whatever stands behind it would break each link. */
function expectOrigin (value: string, problems: string[]): void {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || !/^https?:$/.test(url.protocol)) problems.push(`BASE_URL must start with http:// or https://, not “${value.replace(/\/\/.*@/, '//…@')}”.`)
  else if (url.username !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') problems.push(`BASE_URL must be the address of the desk alone, such as ${url.origin}: it cannot stand below a path of another site.`)
}

function expectDatabaseUrl (url: string, problems: string[]): void {
  try {
    readDatabaseUrl(url)
  } catch (error) {
    if (!(error instanceof BadDatabaseUrl)) throw error
    problems.push(error.message)
  }
}

function proxySetting (value: string | undefined): boolean | number | string {
  if (!value || value === 'false') return false
  if (value === 'true') return true
  return /^\d+$/.test(value) ? Number(value) : value
}

/** The addresses among them; Fastify knows a few networks by name. */
function namedProxies (setting: Config['trustProxy']): string[] {
  if (typeof setting !== 'string') return []
  return setting.split(',').map(proxy => proxy.trim()).filter(proxy => !['loopback', 'linklocal', 'uniquelocal'].includes(proxy))
}

/** Where the key is kept that is made on the first start, beside the data so that sessions and links survive a restart. */
const keyFile = path.join('var', 'secret.key')

/** Whether a start would find a secret key, in the environment or where the first start kept one. */
export const hasSecretKey = (env: Env): boolean => Boolean(env.SECRET_KEY) || existsSync(keyFile)

function keptSecretKey (file = keyFile): string {
  if (existsSync(file)) return readKey(file)
  const key = randomBytes(32).toString('base64url')
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readKey(file)
    throw new BadSettings(`SECRET_KEY must be set (at least 32 characters), since none can be kept in ${file}: ${(error as Error).message}`)
  }
}

function readKey (file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new BadSettings(`SECRET_KEY must be set, or ${file} be readable for this user: ${(error as Error).message}`)
  }
}
