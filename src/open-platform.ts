import { pino } from 'pino'
import { systemClock, type Clock } from './platform/clock.js'
import type { Config } from './platform/config.js'
import type { Platform } from './platform/context.js'
import { Database } from './platform/database/database.js'
import { createSigner } from './platform/security/signer.js'
import { openFileStore } from './platform/storage/file-store.js'
import { createIntake } from './rules/commands/judge-asked-ticket.js'
import { schema } from './schema.js'

/** What no log line may hold, wherever it turns up. */
const secrets = ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.passwordHash', '*.secret', '*.token', '*.smtpUrl', '*.databaseUrl', '*.secretKey']

export interface OpenPlatform extends Platform { db: Database, close: () => Promise<void> }

/** Opens the database, brings it up to date, and builds what every part of the process shares. */
export async function openPlatform (config: Config, { clock = systemClock }: { clock?: Clock } = {}): Promise<OpenPlatform> {
  const log = pino({ level: config.logLevel, redact: { paths: secrets, censor: '(secret)' } })
  const db = await Database.open(config.databaseUrl, schema)
  return {
    config,
    db,
    intake: createIntake({ db }),
    clock,
    log,
    files: openFileStore(config.storageUrl),
    signer: createSigner(config.secretKey),
    close: async () => db.close()
  }
}
