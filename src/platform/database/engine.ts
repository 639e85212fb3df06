import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { readDatabaseUrl } from './database-url.js'
import { ListBindingLibsql } from './libsql.js'
import type { DataSourceOptions } from 'typeorm'
import { SnakeCase } from './naming-strategy.js'

export type Engine = 'mysql' | 'sqlite'
export type Entities = NonNullable<DataSourceOptions['entities']>
export type Migrations = NonNullable<DataSourceOptions['migrations']>

export interface Schema { entities: Entities, migrations: Migrations }

export function engineOf (url: string): Engine {
  return url.startsWith('sqlite:') ? 'sqlite' : 'mysql'
}

/**
 * TypeORM's options for a `DATABASE_URL`: `mysql://`, `mariadb://` or `sqlite:path`, see {@link readDatabaseUrl}.
 *
 * SQLite goes through libsql, which speaks better-sqlite3's interface and ships its binaries in the
 * registry, so that a fresh machine needs no compiler.
 *
 * @throws BadDatabaseUrl
 */
export function dataSourceOptions (url: string, schema: Schema, { readOnly = false, poolSize = 12 } = {}): DataSourceOptions {
  const common = { ...schema, namingStrategy: new SnakeCase(), migrationsRun: false, migrationsTableName: 'migrations' }
  const { server, tls } = readDatabaseUrl(url)
  if (server === null) return { ...common, ...sqliteOptions(url.slice('sqlite:'.length), readOnly) }

  return {
    ...common,
    type: url.startsWith('mariadb:') ? 'mariadb' : 'mysql',
    ...server,
    ...(tls !== null && { ssl: tls }),
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize,
    extra: { enableKeepAlive: true, maxIdle: poolSize, trace: false, maxPreparedStatements: 100 }
  }
}

function sqliteOptions (file: string, readOnly: boolean) {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  return {
    type: 'better-sqlite3' as const,
    driver: ListBindingLibsql,
    database: path.resolve(file),
    enableWAL: !readOnly,
    statementCacheSize: 200,
    prepareDatabase: (connection: { pragma: (text: string) => unknown }) => {
      connection.pragma('busy_timeout = 5000')
      // FULL: a commit is on the disk before anyone is told of it, also in WAL mode.
      connection.pragma('synchronous = FULL')
      connection.pragma('cache_size = -65536')
      if (readOnly) connection.pragma('query_only = ON')
    }
  }
}
