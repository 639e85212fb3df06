import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

/** By plain statements: TypeORM would copy the whole table on SQLite, and only the columns that it knows of. */
const added = [
  ['departments', 'return_minutes', 'int NOT NULL DEFAULT 0'],
  ['departments', 'returns_by_hand', 'boolean NOT NULL DEFAULT 1'],
  ['tickets', 'untouched_since', 'bigint NULL'],
  ['tickets', 'returns_at', 'bigint NULL'],
  ['tickets', 'return_count', 'int NOT NULL DEFAULT 0']
] as const

/** When a ticket that its agent does not touch goes back to the pool, and after how long it does so in a department. */
export class ReturnUntouchedTickets1795892400000 implements MigrationInterface {
  name = 'ReturnUntouchedTickets1795892400000'

  async up (runner: QueryRunner): Promise<void> {
    for (const [table, column, kind] of added) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${kind}`)
    await readAnew(runner)
    await runner.createIndex('tickets', new TableIndex({ name: 'ix_tickets_returns_at', columnNames: ['returns_at'] }))
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'tickets', 'ix_tickets_returns_at')
    for (const [table, column] of [...added].reverse()) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`)
    await readAnew(runner)
  }
}

/** Lets TypeORM know of the change, for steps that follow in the same run. */
async function readAnew (runner: QueryRunner): Promise<void> {
  for (const table of ['departments', 'tickets']) await runner.getTable(table)
}
