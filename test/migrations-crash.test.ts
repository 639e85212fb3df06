import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import t from 'tap'
import { DataSource } from 'typeorm'
import { dataSourceOptions, type Engine } from '../src/platform/database/engine.js'
import { schema } from '../src/schema.js'
import { createTestDatabase, engines } from './support/engines.js'

const script = path.join(import.meta.dirname, 'support', 'migrate-and-die.js')

async function migrate (url: string, dieAt = 0): Promise<{ code: number | null, signal: string | null, said: string }> {
  const child = spawn(process.execPath, [script], { env: { PATH: process.env.PATH, DATABASE_URL: url, DIE_AT: String(dieAt) }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString() })
  const [code, signal] = await once(child, 'close') as [number | null, string | null]
  return { code, signal, said: said.trim() }
}

/** Every table, column and index, in words that compare. */
async function shapeOf (url: string): Promise<string[]> {
  const source = await new DataSource(dataSourceOptions(url, schema)).initialize()
  try {
    return url.startsWith('sqlite:')
      ? (await source.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name") as Array<{ sql: string }>).map(({ sql }) => sql)
      : [
          ...(await source.query('SELECT table_name AS t, column_name AS c, column_type AS k, is_nullable AS n FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1, 2') as unknown[]),
          ...(await source.query('SELECT table_name AS t, index_name AS i, column_name AS c, seq_in_index AS s FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2, 4') as unknown[])
        ].map(row => JSON.stringify(row))
  } finally {
    await source.destroy()
  }
}

/** How often one is killed. SQLite takes all steps at once or none of them, wherever that is. */
const turns: Record<Engine, number> = { sqlite: 3, mysql: 8 }

for (const engine of engines) {
  t.test(`wherever a migration is killed, the next start finishes it (${engine})`, async t => {
    const whole = await createTestDatabase(engine)
    t.teardown(whole.drop)
    const { code, said } = await migrate(whole.url)
    t.equal(code, 0, said)
    const statements = Number(said)
    t.ok(statements > 80, `${statements} statements`)
    const wanted = await shapeOf(whole.url)

    const points = process.env.KILLS === 'all' ? Array.from({ length: statements }, (_, place) => place + 1) : Array.from({ length: turns[engine] }, (_, turn) => Math.ceil((turn + Math.random()) * statements / turns[engine]))
    t.comment(`killed after ${points.join(', ')} of ${statements}`)
    for (const point of points) {
      const { url, drop } = await createTestDatabase(engine)
      t.equal((await migrate(url, point)).signal, 'SIGKILL')
      const next = await migrate(url)
      t.equal(next.code, 0, `after statement ${point}: ${next.said.slice(0, 300)}`)
      t.same(await shapeOf(url), wanted, `after statement ${point} nothing is missing or twice`)
      await drop()
    }
  })

  t.test(`of many processes that start on an empty database, one migrates it and all go on (${engine})`, async t => {
    const { url, drop } = await createTestDatabase(engine)
    t.teardown(drop)
    const started = await Promise.all(Array.from({ length: 5 }, async () => migrate(url)))
    t.same(started.map(({ code }) => code), [0, 0, 0, 0, 0], started.map(({ said }) => said.slice(0, 200)).join('\n'))
  })
}
