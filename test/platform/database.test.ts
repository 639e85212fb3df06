import t, { type Test } from 'tap'
import { DataSource, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm'
import { Line } from '../../src/platform/database/columns.js'
import { Database } from '../../src/platform/database/database.js'
import { dataSourceOptions, type Engine, type Schema } from '../../src/platform/database/engine.js'
import { lockOne } from '../../src/platform/database/lock.js'
import { isDuplicate } from '../../src/platform/database/retry.js'
import { createTestDatabase, engines } from '../support/engines.js'

@Entity('notes')
class Note {
  @PrimaryColumn({ type: 'int' })
  id!: number

  @Line(50, { default: '' })
  text!: string
}

class CreateNotes1795428000000 implements MigrationInterface {
  name = 'CreateNotes1795428000000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.query("CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, text VARCHAR(50) NOT NULL DEFAULT '')")
  }

  async down (): Promise<void> {}
}

const schema: Schema = { entities: [Note], migrations: [CreateNotes1795428000000] }

async function openDatabase (t: Test, engine: Engine): Promise<Database> {
  const { url, drop } = await createTestDatabase(engine)
  const db = await Database.open(url, schema)
  t.teardown(async () => {
    await db.close()
    await drop()
  })
  return db
}

/** Something that is awaited in one place and happens in another. */
function signal (): { seen: Promise<void>, give: () => void } {
  let give = (): void => {}
  const seen = new Promise<void>(resolve => { give = resolve })
  return { seen, give }
}

const changedItsMind = new Error('A changed its mind.')

t.test('through plain TypeORM on SQLite, what one writes vanishes when another changes its mind', async t => {
  const { url, drop } = await createTestDatabase('sqlite')
  const source = await new DataSource(dataSourceOptions(url, schema)).initialize()
  t.teardown(async () => {
    await source.destroy()
    await drop()
  })
  await source.runMigrations()
  const [begun, written] = [signal(), signal()]

  const first = source.transaction(async manager => {
    await manager.insert(Note, { id: 1 })
    begun.give()
    await written.seen
    throw changedItsMind
  })
  await begun.seen
  await source.manager.insert(Note, { id: 2 })
  written.give()

  await t.rejects(first, changedItsMind)
  t.equal(await source.manager.countBy(Note, { id: 2 }), 0, 'this is why nobody but platform/database may hold a DataSource')
})

for (const engine of engines) {
  t.test(`what one writes stays when another changes its mind (${engine})`, async t => {
    const db = await openDatabase(t, engine)
    const [begun, asked] = [signal(), signal()]

    const first = db.transaction(async manager => {
      await manager.insert(Note, { id: 1 })
      begun.give()
      await asked.seen
      throw changedItsMind
    })
    await begun.seen
    const second = db.transaction(async manager => manager.insert(Note, { id: 2 }))
    asked.give()

    await t.rejects(first, changedItsMind)
    await second
    t.same((await db.read.find(Note)).map(({ id }) => id), [2])
  })

  t.test(`the read path sees nothing before it is committed (${engine})`, async t => {
    const db = await openDatabase(t, engine)
    const seen = await db.transaction(async manager => {
      await manager.insert(Note, { id: 1 })
      return { inside: await manager.count(Note), outside: await db.read.count(Note) }
    })
    t.same(seen, { inside: 1, outside: 0 })
    t.equal(await db.read.count(Note), 1)
  })

  t.test(`a taken key is told from other faults (${engine})`, async t => {
    const db = await openDatabase(t, engine)
    const insert = async () => db.transaction(async manager => manager.insert(Note, { id: 1 }))
    await insert()
    t.equal(isDuplicate(await insert().catch(error => error)), true)
    t.equal(isDuplicate(await db.transaction(async manager => manager.query('SELECT nothing')).catch(error => error)), false)
  })

  t.test(`a lone null is a value (${engine})`, async t => {
    const db = await openDatabase(t, engine)
    const [row] = await db.read.query('SELECT ? AS empty_value', [null]) as Array<{ empty_value: null }>
    t.equal(row?.empty_value, null)
  })

  t.test(`those who count up a held row lose no count (${engine})`, async t => {
    const db = await openDatabase(t, engine)
    await db.transaction(async manager => manager.insert(Note, { id: 1, text: '0' }))
    await Promise.all(Array.from({ length: 20 }, async () => db.transaction(async manager => {
      const note = await lockOne(manager, Note, { id: 1 })
      await manager.update(Note, { id: 1 }, { text: String(Number(note?.text) + 1) })
    })))
    t.equal((await db.read.findOneByOrFail(Note, { id: 1 })).text, '20')
  })
}

t.test('on SQLite the read path refuses to write', async t => {
  const db = await openDatabase(t, 'sqlite')
  await t.rejects(db.read.query('INSERT INTO notes (id) VALUES (1)'), /readonly|read-only/i)
  await t.rejects(db.read.query('DELETE FROM notes'), /readonly|read-only/i)
  t.equal(await db.read.count(Note), 0)
})

t.test('on SQLite each transaction waits for the one before it', async t => {
  const db = await openDatabase(t, 'sqlite')
  const order: string[] = []
  await Promise.all([1, 2, 3].map(async id => db.transaction(async manager => {
    order.push(`begin ${id}`)
    await manager.insert(Note, { id })
    await db.read.count(Note)
    order.push(`end ${id}`)
  })))
  t.same(order, ['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3'])
})

t.test('of two transactions that hold what the other wants, the one that lost runs again', { skip: !engines.includes('mysql') && 'SQLite alone was asked for' }, async t => {
  const db = await openDatabase(t, 'mysql')
  await db.transaction(async manager => {
    await manager.insert(Note, { id: 1 })
    await manager.insert(Note, { id: 2 })
  })
  const held = [signal(), signal()]
  let runs = 0
  const both = async (mine: 0 | 1) => db.transaction(async manager => {
    runs += 1
    await manager.query('UPDATE notes SET text = CONCAT(text, ?) WHERE id = ?', ['x', mine + 1])
    held[mine]!.give()
    await held[1 - mine]!.seen
    await manager.query('UPDATE notes SET text = CONCAT(text, ?) WHERE id = ?', ['x', 2 - mine])
  })

  await Promise.all([both(0), both(1)])
  t.ok(runs > 2, 'one of them ran twice')
  t.same((await db.read.find(Note)).map(({ text }) => text), ['xx', 'xx'], 'and neither wrote anything twice')
})
