import { promises as systemDns } from 'node:dns'
import type { DataSource } from 'typeorm'
import { systemClock, type Clock } from './platform/clock.js'
import { BadSettings, readConfig, type Config } from './platform/config.js'
import { schema } from './schema.js'
import { findOrganisation } from './settings/organisation.js'
import { checkDatabase } from './platform/doctor/check-database.js'
import { checkDisk } from './platform/doctor/check-disk.js'
import { checkDomains, checkSmtp, type TextRecords } from './platform/doctor/check-mail.js'
import { checkSettings } from './platform/doctor/check-settings.js'
import { checkWork } from './platform/doctor/check-work.js'
import { bad, type Finding } from './platform/doctor/finding.js'
import { storageFolder } from './platform/storage/file-store.js'

/** Looks at everything that a desk needs and changes nothing. */
export async function examine (env: NodeJS.ProcessEnv, { clock = systemClock, dns = systemDns }: { clock?: Clock, dns?: TextRecords } = {}): Promise<Finding[]> {
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error
    return error.message.split('\n').map(line => bad('settings', line, 'Set it in the environment or in .env.'))
  }
  return [
    ...checkSettings(config, env),
    ...await checkDisk('files', storageFolder(config.storageUrl)),
    ...await checkSmtp(config.smtpUrl),
    ...await checkDatabase(config.databaseUrl, schema, () => clock.now().getTime(), async source => [...await checkWork(source, clock.now()), ...await checkDomainsOf(source, dns)])
  ]
}

async function checkDomainsOf (source: DataSource, dns: TextRecords): Promise<Finding[]> {
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
