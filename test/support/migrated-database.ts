import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Libsql from 'libsql'
import mysql, { type RowDataPacket } from 'mysql2/promise'
import { Database } from '../../src/platform/database/database.js'
import type { Engine } from '../../src/platform/database/engine.js'
import { schema } from '../../src/schema.js'
import { createTestDatabase, type TestDatabase } from './engines.js'

/** Where the runner keeps what is made once for a whole run; without it each database is migrated for itself. */
const folder = process.env.TEST_TEMPLATES

/**
 * A fresh database with every table, as the migrations leave it: copied, since the migrations take twenty times as long
 * as a copy. The first test that asks on an engine makes the template.
 */
export async function createMigratedDatabase (engine: Engine): Promise<TestDatabase> {
  const database = await createTestDatabase(engine)
  if (folder === undefined) return database

  const template = path.join(folder, engine)
  if (!existsSync(template)) await makeTemplate(engine, template)
  if (engine === 'sqlite') copyFileSync(template, fileOf(database))
  else await onDatabase(database, async connection => connection.query(readFileSync(template, 'utf8')))
  return database
}

/** Whole at once under its name: another test file may make the same meanwhile. */
async function makeTemplate (engine: Engine, template: string): Promise<void> {
  mkdirSync(path.dirname(template), { recursive: true })
  const database = await createTestDatabase(engine)
  await (await Database.open(database.url, schema)).close()
  const made = `${template}-${randomUUID()}`
  if (engine === 'sqlite') copyWhole(fileOf(database), made)
  else writeFileSync(made, await onDatabase(database, dump))
  renameSync(made, template)
  await database.drop()
}

const fileOf = ({ url }: TestDatabase): string => url.slice('sqlite:'.length)

/** With what is still in its journal. */
function copyWhole (file: string, to: string): void {
  const database = new Libsql(file)
  database.prepare('VACUUM INTO ?').run([to])
  database.close()
}

async function onDatabase<Result> ({ url }: TestDatabase, work: (connection: mysql.Connection) => Promise<Result>): Promise<Result> {
  const connection = await mysql.createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), multipleStatements: true, charset: 'utf8mb4' })
  try {
    return await work(connection)
  } finally {
    await connection.end()
  }
}

/** Every table and row as SQL. */
async function dump (connection: mysql.Connection): Promise<string> {
  const [tables] = await connection.query<RowDataPacket[][]>({ sql: 'SHOW TABLES', rowsAsArray: true })
  const statements = ['SET foreign_key_checks = 0']
  for (const [name] of tables) {
    const [[shown]] = await connection.query<RowDataPacket[][]>({ sql: 'SHOW CREATE TABLE ??', values: [name], rowsAsArray: true })
    statements.push(String(shown?.[1]))
    const [rows] = await connection.query<RowDataPacket[][]>({ sql: 'SELECT * FROM ??', values: [name], rowsAsArray: true })
    if (rows.length > 0) statements.push(connection.format('INSERT INTO ?? VALUES ?', [name, rows]))
  }
  return statements.join(';\n')
}
