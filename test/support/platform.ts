import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import type { Clock } from '../../src/platform/clock.js'
import { readConfig } from '../../src/platform/config.js'
import type { Platform } from '../../src/platform/context.js'
import { Database } from '../../src/platform/database/database.js'
import type { Engine } from '../../src/platform/database/engine.js'
import { createSigner } from '../../src/platform/security/signer.js'
import { openFileStore } from '../../src/platform/storage/file-store.js'
import { createIntake } from '../../src/rules/commands/judge-asked-ticket.js'
import { schema } from '../../src/schema.js'
import type { TestDatabase } from './engines.js'
import { guardedDatabase } from './guarded-database.js'
import { createMigratedDatabase } from './migrated-database.js'

/** A clock that tests set; it stands still otherwise. */
export class TestClock implements Clock {
  constructor (private at: Date) {}

  now = (): Date => new Date(this.at)

  set (at: string | Date): void {
    this.at = new Date(at)
  }

  advance (ms: number): void {
    this.at = new Date(this.at.getTime() + ms)
  }
}

export interface TestPlatform extends Platform { clock: TestClock, db: Database, databaseUrl: string, close: () => Promise<void> }

/** Monday morning in the small world. */
export const monday = '2026-11-23T08:00:00Z'

/** A whole platform on an empty database of its own, unless one is given, with a clock that stands still. */
export async function openTestPlatform (engine: Engine, env: Record<string, string> = {}, given?: TestDatabase): Promise<TestPlatform> {
  const database = given ?? await createMigratedDatabase(engine)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-files-'))
  const config = readConfig({ DATABASE_URL: database.url, STORAGE_URL: `file:${folder}`, SECRET_KEY: 'a key for tests that is long enough', BASE_URL: 'http://localhost:3000', LOG_LEVEL: 'silent', ...env })
  const db = guardedDatabase(await Database.open(database.url, schema, { poolSize: 6 }))

  return {
    config,
    db,
    databaseUrl: database.url,
    intake: createIntake({ db }),
    clock: new TestClock(new Date(monday)),
    files: openFileStore(config.storageUrl),
    signer: createSigner(config.secretKey),
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    async close () {
      await db.close()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
