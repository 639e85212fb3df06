import { Table, TableIndex, type QueryRunner, type TableColumnOptions, type TableForeignKeyOptions } from 'typeorm'

/*
 * A vocabulary for tables that reads alike on both engines. Migrations use nothing of the application, so
 * that one that has been released means the same for ever.
 */

type More = Partial<TableColumnOptions>

export const isMysql = (runner: QueryRunner): boolean => runner.connection.options.type !== 'better-sqlite3'

/** The table's own counting id. */
export const id = (): TableColumnOptions => ({ name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' })

/** A reference to another row's id. */
export const ref = (name: string, more: More = {}): TableColumnOptions => ({ name, type: 'int', ...more })
export const int = (name: string, more: More = {}): TableColumnOptions => ({ name, type: 'int', ...more })
export const line = (name: string, length = 255, more: More = {}): TableColumnOptions => ({ name, type: 'varchar', length: String(length), ...more })
export const flag = (name: string, standard: boolean): TableColumnOptions => ({ name, type: 'boolean', default: standard ? '1' : '0' })
/** A moment, in epoch milliseconds. */
export const instant = (name: string, more: More = {}): TableColumnOptions => ({ name, type: 'bigint', ...more })
export const json = (name: string, more: More = {}): TableColumnOptions => ({ name, type: 'text', ...more })
/** Text of any length: 16 MB on MySQL, without a limit of its own on SQLite. */
export const long = (runner: QueryRunner, name: string, more: More = {}): TableColumnOptions => ({ name, type: isMysql(runner) ? 'mediumtext' : 'text', ...more })
/** A SHA-256 digest in hexadecimal. */
export const digest = (name: string, more: More = {}): TableColumnOptions => line(name, 64, more)

export const optional = { isNullable: true }
export const unique = { isUnique: true }
export const primary = { isPrimary: true }

/** A reference that the engine guards. */
export const to = (column: string, table: string, onDelete: 'CASCADE' | 'SET NULL' | 'RESTRICT' = 'RESTRICT'): TableForeignKeyOptions =>
  ({ columnNames: [column], referencedTableName: table, referencedColumnNames: ['id'], onDelete })

interface Extras { indices?: string[][], uniques?: string[][], foreignKeys?: TableForeignKeyOptions[], checks?: string[] }

/** Creates a table with its indices, each named after its columns. */
export async function createTable (runner: QueryRunner, name: string, columns: TableColumnOptions[], { indices = [], uniques = [], foreignKeys = [], checks = [] }: Extras = {}): Promise<void> {
  await runner.createTable(new Table({
    name,
    columns,
    foreignKeys: foreignKeys.map(key => ({ ...key, name: `fk_${name}_${key.columnNames.join('_')}` })),
    checks: checks.map((expression, place) => ({ name: `ck_${name}_${place}`, expression })),
    indices: [
      ...indices.map(columnNames => new TableIndex({ name: indexName(name, columnNames), columnNames })),
      ...uniques.map(columnNames => new TableIndex({ name: indexName(name, columnNames), columnNames, isUnique: true }))
    ]
  }))
}

const indexName = (table: string, columns: string[]): string => `ix_${table}_${columns.join('_')}`.slice(0, 64)

/** Drops tables, last made first. */
export async function dropTables (runner: QueryRunner, names: string[]): Promise<void> {
  for (const name of [...names].reverse()) await runner.dropTable(name)
}

/**
 * Drops an index by one statement on MySQL, so that a migration which was killed right after it can go on:
 * TypeORM would look for the index first and not find it. Reading the table anew lets TypeORM know that it is gone.
 */
export async function dropIndex (runner: QueryRunner, table: string, name: string): Promise<void> {
  if (!isMysql(runner)) return runner.dropIndex(table, name)
  await runner.query(`DROP INDEX ${name} ON ${table}`)
  await runner.getTable(table)
}
