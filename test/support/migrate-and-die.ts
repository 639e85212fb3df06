import { createRequire } from 'node:module'
import { Database } from '../../src/platform/database/database.js'
import { schema } from '../../src/schema.js'

type Runner = { prototype: { query: (sql: string, ...more: unknown[]) => Promise<unknown> } }

/**
 * Opens a database, which migrates it, and is killed after a statement that changes something, by its number
 * (`DIE_AT`, 0 for never). Prints how many there were.
 */
const dieAt = Number(process.env.DIE_AT ?? 0)
let statements = 0
const require = createRequire(import.meta.url)
for (const file of ['mysql/MysqlQueryRunner.js', 'better-sqlite3/BetterSqlite3QueryRunner.js']) {
  for (const { prototype } of Object.values(require(`typeorm/driver/${file}`) as Record<string, Runner>)) {
    const { query } = prototype
    prototype.query = async function (sql, ...more) {
      const result = await query.call(this, sql, ...more)
      if (/^\s*(?:CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|COMMIT)/i.test(sql)) {
        statements += 1
        if (statements === dieAt) process.kill(process.pid, 'SIGKILL')
      }
      return result
    }
  }
}
const db = await Database.open(process.env.DATABASE_URL ?? '', schema)
await db.close()
process.stdout.write(`${statements}\n`)
