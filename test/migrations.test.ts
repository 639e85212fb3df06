import t from 'tap'
import { DataSource, type ColumnType, type EntityMetadata, type MigrationInterface, type QueryRunner, type Table } from 'typeorm'
import { Database } from '../src/platform/database/database.js'
import { dataSourceOptions, type Engine } from '../src/platform/database/engine.js'
import { schema } from '../src/schema.js'
import { createTestDatabase, engines } from './support/engines.js'
import { createMigratedDatabase } from './support/migrated-database.js'

/** What full-text search and TypeORM keep for themselves. */
const withoutEntity = /^(?:migrations|(?:ticket|article)_search.*|sqlite_.*)$/

for (const engine of engines) {
  t.test(`the tables are what the code takes them for (${engine})`, async t => {
    const { url, drop } = await createTestDatabase(engine)
    t.teardown(drop)
    await (await Database.open(url, schema)).close()

    const source = await new DataSource(dataSourceOptions(url, schema)).initialize()
    t.teardown(async () => source.destroy())
    const runner = source.createQueryRunner()
    t.ok(source.entityMetadatas.length > 30)
    for (const entity of source.entityMetadatas) {
      const table = await runner.getTable(entity.tableName)
      t.ok(table, entity.tableName)
      t.same(columnsOf(table!), columnsWanted(entity), `the columns of ${entity.tableName}`)
      t.same(indicesWanted(entity).filter(wanted => !indicesOf(table!).includes(wanted)), [], `the indices of ${entity.tableName}`)
    }
    const known = new Set(source.entityMetadatas.map(({ tableName }) => tableName))
    t.same((await tablesOf(runner, engine)).filter(name => !known.has(name) && !withoutEntity.test(name)), [], 'no table is forgotten')
    if (engine === 'mysql') await runner.release()
  })

  t.test(`each step can be taken back, and then again (${engine})`, async t => {
    const { url, drop } = await createTestDatabase(engine)
    t.teardown(drop)
    const source = await new DataSource(dataSourceOptions(url, schema)).initialize()
    t.teardown(async () => source.destroy())
    const runner = source.createQueryRunner()
    const steps = source.migrations.toSorted((one, other) => takenAt(one) - takenAt(other))
    t.ok(steps.length > 10)
    t.equal(new Set(steps.map(takenAt)).size, steps.length, 'they have an order')

    const before = []
    for (const step of steps) {
      before.push(await shapeOf(runner, engine))
      await step.up(runner)
    }
    const whole = await shapeOf(runner, engine)
    for (const [place, step] of [...steps.entries()].reverse()) {
      await step.down(runner)
      t.same(await shapeOf(runner, engine), before[place], `${step.name} leaves nothing behind`)
    }

    for (const step of steps) await step.up(runner)
    t.same(await shapeOf(runner, engine), whole)
    if (engine === 'mysql') await runner.release()
  })

  t.test(`the copy that tests begin with is what the steps make (${engine})`, async t => {
    const [walked, copied] = [await createTestDatabase(engine), await createMigratedDatabase(engine)]
    t.teardown(async () => Promise.all([walked.drop(), copied.drop()]))
    await (await Database.open(walked.url, schema)).close()
    t.same(await wholeOf(copied.url, engine), await wholeOf(walked.url, engine))
  })

  t.test(`a database that a newer release has changed is left alone (${engine})`, async t => {
    const { url, drop } = await createTestDatabase(engine)
    t.teardown(drop)
    const db = await Database.open(url, schema)
    await db.transaction(async manager => manager.query("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')"))
    await db.close()

    await t.rejects(Database.open(url, schema), { message: /newer than this release: it knows FromTheFuture9999999999999/ })
  })

  t.test(`two that open the database at once migrate it once (${engine})`, async t => {
    const { url, drop } = await createTestDatabase(engine)
    t.teardown(drop)
    const opened = await Promise.all([Database.open(url, schema), Database.open(url, schema)])
    t.teardown(async () => Promise.all(opened.map(async db => db.close())))

    const [row] = await opened[0]!.read.query('SELECT COUNT(*) AS applied, COUNT(DISTINCT name) AS names FROM migrations') as Array<{ applied: number, names: number }>
    t.equal(Number(row?.applied), Number(row?.names))
  })
}

const takenAt = (step: MigrationInterface): number => Number(/\d+$/.exec(step.name ?? step.constructor.name)?.[0])

/** The tables as they were declared, keys to other tables included, and every row in them. */
async function wholeOf (url: string, engine: Engine): Promise<Record<string, unknown>> {
  const source = await new DataSource(dataSourceOptions(url, schema)).initialize()
  try {
    const runner = source.createQueryRunner()
    const whole: Record<string, unknown> = {}
    for (const name of await tablesOf(runner, engine)) {
      const declared: unknown = engine === 'sqlite' ? await runner.query('SELECT sql FROM sqlite_master WHERE tbl_name = ? ORDER BY name', [name]) : await runner.query(`SHOW CREATE TABLE ${name}`)
      whole[name] = [declared, await runner.query(`SELECT * FROM ${name}`) as unknown]
    }
    return whole
  } finally {
    await source.destroy()
  }
}

/** `name kind`, with a question mark for what may be null. */
function columnsOf (table: Table): string[] {
  return table.columns.map(({ name, type, length, isNullable }) => describe(name, type as ColumnType, length, isNullable)).sort()
}

function columnsWanted (entity: EntityMetadata): string[] {
  return entity.columns.map(({ databaseName, type, length, isNullable }) => describe(databaseName, type, length, isNullable)).sort()
}

function describe (name: string, type: ColumnType, length: string, isNullable: boolean): string {
  const kind = kindOf(type)
  return `${name} ${kind}${kind === 'line' ? ` of ${length}` : ''}${isNullable ? '?' : ''}`
}

/** The engines call the same kind of column by different names. */
function kindOf (type: ColumnType): string {
  const name = typeof type === 'function' ? type.name.toLowerCase() : String(type)
  if (['int', 'integer', 'number'].includes(name)) return 'whole'
  if (['boolean', 'tinyint'].includes(name)) return 'flag'
  if (['text', 'mediumtext', 'longtext', 'simple-json'].includes(name)) return 'text'
  return name === 'varchar' ? 'line' : name
}

const written = (columns: readonly string[], isUnique: boolean): string => `${columns.join(', ')}${isUnique ? ' unique' : ''}`

function indicesWanted (entity: EntityMetadata): string[] {
  return [
    ...entity.indices.map(({ columns, isUnique }) => written(columns.map(({ databaseName }) => databaseName), isUnique)),
    ...entity.uniques.map(({ columns }) => written(columns.map(({ databaseName }) => databaseName), true))
  ]
}

function indicesOf (table: Table): string[] {
  return [...table.indices.map(({ columnNames, isUnique }) => written(columnNames, isUnique)), ...table.uniques.map(({ columnNames }) => written(columnNames, true))]
}

async function tablesOf (runner: QueryRunner, engine: Engine): Promise<string[]> {
  const rows = await runner.query(engine === 'sqlite'
    ? "SELECT name FROM sqlite_master WHERE type = 'table'"
    : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()') as Array<{ name: string }>
  return rows.map(({ name }) => name).filter(name => name !== 'sqlite_sequence')
}

/** Tables, columns and indices, as the engine itself tells them. A column that comes back may stand last. */
async function shapeOf (runner: QueryRunner, engine: Engine): Promise<unknown> {
  const shape: Record<string, unknown> = {}
  for (const name of (await tablesOf(runner, engine)).sort()) {
    shape[name] = engine === 'sqlite'
      ? [await runner.query('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?) ORDER BY name', [name]), await runner.query('SELECT name, sql FROM sqlite_master WHERE type = \'index\' AND tbl_name = ? ORDER BY name', [name])]
      : [
          await runner.query('SELECT column_name, column_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY column_name', [name]),
          await runner.query('SELECT index_name, seq_in_index, column_name, non_unique FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? ORDER BY index_name, seq_in_index', [name])
        ]
  }
  return shape
}
