import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import mysql from 'mysql2/promise'
import type { Engine } from '../../src/platform/database/engine.js'

/**
 * The engines that every test of data runs on. A missing engine is a failure: only a developer who asks for
 * SQLite alone gets it, and the runner says so.
 */
export const engines: readonly Engine[] = process.env.OSTIARY_TEST_ENGINES === 'sqlite' ? ['sqlite'] : ['sqlite', 'mysql']

export interface TestDatabase { url: string, drop: () => Promise<void> }

/** A fresh empty database of its own. */
export async function createTestDatabase (engine: Engine): Promise<TestDatabase> {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-test-'))
    return { url: `sqlite:${path.join(folder, 'test.sqlite')}`, drop: async () => { rmSync(folder, { recursive: true, force: true }) } }
  }

  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL names no MariaDB. Run the tests with npm test, which starts one.')
  const name = `ostiary_test_${process.pid}_${randomUUID().slice(0, 8)}`
  await onServer(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.toString(), drop: async () => onServer(server, `DROP DATABASE ${name}`) }
}

async function onServer (url: string, sql: string): Promise<void> {
  const connection = await mysql.createConnection(url.replace(/^mariadb:/, 'mysql:'))
  await connection.query(sql)
  await connection.end()
}
