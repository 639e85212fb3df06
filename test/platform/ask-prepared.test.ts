import { askPrepared } from '../../src/platform/database/ask-prepared.js'
import { inWorld } from '../support/world.js'

interface Row { id: number, number: string, parent: null, opened: number }
const ofTicket = 'SELECT id, number, NULL AS parent, created_at AS opened FROM tickets WHERE id = ? AND subject = ?'

inWorld('a statement that is prepared answers like any other, whatever its values', async (t, { platform: { db }, ask }) => {
  const texts = ['Über 😀 “quoted” \\ ? %', "'; DROP TABLE tickets; --", '0x41', 'NULL']
  for (const subject of texts) {
    const { id } = await ask({ subject })
    const plain = await db.read.query(ofTicket, [id, subject]) as Row[]
    t.equal(plain.length, 1)
    for (let times = 0; times < 3; times += 1) t.strictSame((await askPrepared<Row>(db.read, ofTicket, [id, subject])).map(row => ({ ...row })), plain.map(row => ({ ...row })), subject)
  }
  t.strictSame(await askPrepared(db.read, ofTicket, [1, 'another']), [], 'nothing is found where nothing is')
  t.strictSame(await askPrepared(db.read, ofTicket, [1, null]), [])
})

inWorld('inside a transaction it sees what the transaction has written', async (t, { platform: { db }, ask }) => {
  const { id } = await ask()
  await db.transaction(async manager => {
    await manager.query('UPDATE tickets SET subject = ? WHERE id = ?', ['Changed', id])
    t.equal((await askPrepared(manager, ofTicket, [id, 'Changed'])).length, 1)
    t.equal((await manager.query(ofTicket, [id, 'Changed']) as Row[]).length, 1)
  })
})

inWorld('a database keeps no more prepared statements than it is asked again', async (t, { platform: { db } }) => {
  for (let place = 0; place < 400; place += 1) {
    const [row] = await askPrepared<{ n: number }>(db.read, `SELECT ${place} + ? AS n`, [1])
    t.equal(Number(row?.n), place + 1)
  }
  if (db.engine === 'sqlite') return
  const [open] = await db.read.query("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'") as Array<{ Value: string }>
  t.ok(Number(open?.Value) < 300, `${open?.Value} are kept`)
})

inWorld('a statement that is wrong is refused and harms none that follows', async (t, { platform: { db } }) => {
  await t.rejects(askPrepared(db.read, 'SELECT nothing FROM nowhere WHERE id = ?', [1]))
  t.equal((await askPrepared(db.read, 'SELECT ? AS one', ['x'])).length, 1)
})
