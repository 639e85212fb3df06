import Libsql from 'libsql'
import mysql from 'mysql2/promise'

const rowsAStatement = 2000

/** Writes many rows fast, past everything that the application checks. The same statements for both engines. */
export async function openBulk (url) {
  return url.startsWith('sqlite:') ? openOnSqlite(url.slice('sqlite:'.length)) : openOnMariaDb(url)
}

async function openOnMariaDb (url) {
  const connection = await mysql.createConnection(url.replace(/^mariadb:/, 'mysql:'))
  for (const setting of ['unique_checks', 'foreign_key_checks', 'autocommit']) await connection.query(`SET SESSION ${setting} = 0`)
  return bulk('mysql', async sql => (await connection.query(sql))[0], async () => {
    await connection.query('COMMIT')
    await connection.end()
  }, async () => connection.query('COMMIT'))
}

function openOnSqlite (file) {
  const connection = new Libsql(file)
  for (const pragma of ['journal_mode = WAL', 'synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -200000']) connection.pragma(pragma)
  connection.exec('BEGIN')
  const run = async sql => /^\s*(SELECT|WITH|PRAGMA)/i.test(sql) ? connection.prepare(sql).all() : connection.exec(sql)
  return bulk('sqlite', run, async () => {
    connection.exec('COMMIT')
    connection.exec('ANALYZE')
    connection.pragma('wal_checkpoint(TRUNCATE)')
    connection.close()
  }, async () => {
    connection.exec('COMMIT')
    connection.exec('BEGIN')
  })
}

function bulk (engine, run, close, commit) {
  const waiting = new Map()
  const flush = async ([table, { columns, rows }]) => {
    waiting.delete(table)
    await run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.join(',')}`)
  }

  return {
    engine,
    run,
    commit,
    /** Adds a row, an object by the SQL names of its columns. Rows of one table must all name the same columns. */
    async add (table, row) {
      const columns = Object.keys(row)
      const kept = waiting.get(table) ?? { columns, rows: [] }
      waiting.set(table, kept)
      kept.rows.push(`(${columns.map(column => literal(row[column])).join(',')})`)
      if (kept.rows.length >= rowsAStatement) await flush([table, kept])
    },
    async flush () {
      for (const each of [...waiting]) await flush(each)
    },
    close
  }
}

/** The generated texts hold neither backslashes nor line breaks, so doubling the quote is enough on both engines. */
const literal = value => value === null ? 'NULL' : typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
