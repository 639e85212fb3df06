import { randomBytes } from 'node:crypto'
import { promises as systemDns } from 'node:dns'
import path from 'node:path'
import type { DataSource } from 'typeorm'
import { systemClock, type Clock } from './platform/clock.js'
import { BadSettings, type Config, hasSecretKey, readConfig } from './platform/config.js'
import { engineOf } from './platform/database/engine.js'
import { checkCertificate } from './platform/doctor/check-certificate.js'
import { checkDatabase } from './platform/doctor/check-database.js'
import { checkDisk } from './platform/doctor/check-disk.js'
import { checkDomains, checkSmtp, type MailRecords } from './platform/doctor/check-mail.js'
import { checkProxy } from './platform/doctor/check-proxy.js'
import { checkSettings } from './platform/doctor/check-settings.js'
import { checkWork } from './platform/doctor/check-work.js'
import { bad, type Finding } from './platform/doctor/finding.js'
import { createSigner } from './platform/security/signer.js'
import { storageFolder } from './platform/storage/file-store.js'
import { checkMailServers, encryptedMailServers } from './doctor-mail.js'
import { schema } from './schema.js'
import { findOrganisation } from './settings/organisation.js'

interface Around { clock?: Clock, dns?: MailRecords }

/** Looks at everything that a desk needs and changes nothing, but for a token that a mail provider renews at that. */
export async function examine (env: NodeJS.ProcessEnv, { clock = systemClock, dns = systemDns }: Around = {}): Promise<Finding[]> {
  let config: Config
  try {
    // Nothing is made by looking: not the key either, which would belong to whoever looks first.
    config = readConfig(hasSecretKey(env) ? env : { ...env, SECRET_KEY: randomBytes(32).toString('base64url') })
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error
    return error.message.split('\n').map(line => bad('settings', line, 'Set it in the environment or in .env.'))
  }
  const { databaseUrl, smtpUrl, storageUrl, baseUrl, secretKey } = config
  const now = clock.now()
  return (await Promise.all([
    checkSettings(config, env),
    checkDisk('files', storageFolder(storageUrl)),
    engineOf(databaseUrl) === 'sqlite' ? checkDisk('the database', path.dirname(path.resolve(databaseUrl.slice('sqlite:'.length)))) : [],
    checkProxy(baseUrl, createSigner(secretKey), now),
    checkCertificateOf(baseUrl, now),
    checkSmtp(smtpUrl),
    checkDatabase(databaseUrl, schema, () => clock.now().getTime(), async source => lookInside(source, { clock, dns, config }))
  ])).flat()
}

async function checkCertificateOf (baseUrl: string, now: Date): Promise<Finding[]> {
  const { protocol, hostname, port } = new URL(baseUrl)
  return protocol === 'https:' ? [await checkCertificate({ area: 'proxy', host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 443), begins: 'tls' }, now)] : []
}

async function lookInside (source: DataSource, { clock, dns, config }: Required<Around> & { config: Config }): Promise<Finding[]> {
  const now = clock.now()
  const servers = await encryptedMailServers(source, config.smtpUrl)
  return [
    ...await checkWork(source, now),
    ...await checkMailServers(source, { clock, signer: createSigner(config.secretKey) }),
    ...await Promise.all(servers.map(async server => checkCertificate(server, now))),
    ...await checkDomainsOf(source, dns)
  ]
}

async function checkDomainsOf (source: DataSource, dns: MailRecords): Promise<Finding[]> {
  const departments = await source.query("SELECT mail_address AS address FROM departments WHERE is_active = 1 AND mail_address IS NOT NULL AND mail_address <> ''") as Array<{ address: string }>
  const { mailAddress } = await findOrganisation(source.manager)
  const domains = new Set([mailAddress, ...departments.map(({ address }) => address)].map(address => address.split('@')[1] ?? '').filter(domain => domain !== ''))
  const signers = await source.query("SELECT DISTINCT dkim_domain AS domain, dkim_selector AS selector FROM sending_servers WHERE is_active = 1 AND dkim_domain <> ''") as Array<{ domain: string, selector: string }>
  return checkDomains([...domains], signers, dns)
}

const marks = { ok: 'ok  ', warn: 'WARN', bad: 'BAD ' } as const

/** As a person reads it: a line each, what is not well with its cure below. */
export const writeFindings = (findings: Finding[]): string => findings.map(({ area, level, text, cure }) => `${marks[level]} ${area}: ${text}\n${cure === undefined ? '' : `      → ${cure}\n`}`).join('')

/** 0 when all is well, 1 with warnings, 2 when something is bad. */
export const exitCodeOf = (findings: Finding[]): number => findings.some(({ level }) => level === 'bad') ? 2 : findings.some(({ level }) => level === 'warn') ? 1 : 0
