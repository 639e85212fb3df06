import { returnUntouchedTickets, closeSolvedTickets, followUpClosedTickets, remindOfClosing, wakeTicketsOnHold } from '../../dist/tickets/commands/run-ticket-timers.js'
import { sweepTargets } from '../../dist/tickets/commands/sweep-targets.js'
import { emptyBin } from '../../dist/tickets/commands/clean-tickets.js'
import { runTimeRules } from '../../dist/rules/commands/run-time-rules.js'

const minute = 60_000
const sweeps = 12
/** Promises that come due in each of them: as many as a desk of 100,000 open tickets misses in a quarter of a minute. */
const missedASweep = 5

/** What runs by the clock, by the name of its job. */
const jobs = {
  'sweep-targets': async platform => sweepTargets({ ...platform, actor: { party: 'system', id: null, name: 'Ostiary' } }),
  'run-time-rules': runTimeRules, 'wake-tickets': wakeTicketsOnHold, 'close-solved-tickets': closeSolvedTickets, 'remind-of-closing': remindOfClosing,
  'follow-up-closed-tickets': followUpClosedTickets, 'return-untouched-tickets': returnUntouchedTickets, 'empty-bin': emptyBin
}

/**
 * How long each sweep takes on a desk that is kept up with, once a minute for some minutes, and how the database
 * finds what is due. `found` is how many promises were missed and steps were taken in all sweeps together, each of
 * which is a transaction of its own; `idle` is a sweep right after, which finds nothing.
 */
export async function measureSweeps (platform, engine) {
  await catchUp(platform)
  let now = Date.now()
  const clocked = { ...platform, db: platform.db, clock: { now: () => new Date(now) } }
  const measured = []
  for (const [name, job] of Object.entries(jobs)) {
    const plans = await plansOf(platform, engine, async () => job(clocked))
    const [busy, idle] = [[], []]
    let found = 0
    now = Date.now()
    for (let turn = 0; turn < sweeps; turn += 1) {
      now += minute
      const [ms, done] = await timed(async () => job(clocked))
      busy.push(ms)
      found += Number(done ?? 0)
      idle.push((await timed(async () => job(clocked)))[0])
    }
    measured.push({ name, least: Math.min(...busy), median: middle(busy), idle: middle(idle), found, plans })
  }
  return measured
}

/** The desk as sweeps of every fifteen seconds would have left it: what is past was told. */
async function catchUp ({ db }) {
  const now = Date.now()
  await db.transaction(async manager => {
    await manager.query('UPDATE targets SET breached_at = due_at WHERE due_at < ?', [now])
    await manager.query('UPDATE targets SET next_step_at = NULL WHERE next_step_at <= ?', [now])
  })
  await letPromisesComeDue(db, now)
  if (db.engine === 'mysql') await db.read.query('ANALYZE TABLE tickets, targets')
}

/** Seeded promises are due at whole hours; some of them become due while it is measured. */
async function letPromisesComeDue (db, now) {
  const chosen = await db.read.query(`SELECT id FROM targets WHERE breached_at IS NULL AND due_at > ? ORDER BY due_at LIMIT ${sweeps * missedASweep}`, [now])
  await db.transaction(async manager => {
    for (const [place, { id }] of chosen.entries()) await manager.query('UPDATE targets SET due_at = ? WHERE id = ?', [now + (place + 1) * minute / missedASweep, id])
  })
}

async function timed (work) {
  const began = performance.now()
  const result = await work()
  return [performance.now() - began, typeof result === 'number' ? result : 0]
}

const middle = times => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]

/** The plan of each statement by which a sweep looks for what is due, once for each wording. */
async function plansOf ({ db }, engine, work) {
  const source = db.read.connection
  const before = source.logger
  const asked = new Map()
  const nothing = () => undefined
  source.logger = { logQuery: (sql, values = []) => { if (/^\s*SELECT/i.test(sql) && !asked.has(sql)) asked.set(sql, values) }, logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing, log: nothing }
  await work()
  source.logger = before
  const plans = []
  for (const [sql, values] of asked) {
    if (!/FROM .?(tickets|targets)/i.test(sql)) continue
    const rows = await db.read.query(`EXPLAIN ${engine === 'sqlite' ? 'QUERY PLAN ' : ''}${sql}`, values)
    plans.push(...rows.filter(({ table = '' }) => !String(table).startsWith('<')).map(row => engine === 'sqlite' ? row.detail : `${row.table ?? ''} ${row.type ?? ''} ${row.key ?? ''} rows ${row.rows ?? ''} ${row.Extra ?? ''}`.trim()))
  }
  return [...new Set(plans)]
}
