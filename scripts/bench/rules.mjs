import { rmSync } from 'node:fs'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readConfig } from '../../dist/platform/config.js'
import { openPlatform } from '../../dist/open-platform.js'
import { runTimeRules } from '../../dist/rules/commands/run-time-rules.js'
import { decide } from '../../dist/rules/decide.js'
import { factsOfAsked } from '../../dist/rules/facts.js'
import { linesOf } from '../../dist/rules/run-lines.js'
import { slicesSql } from '../../dist/rules/timed-tickets.queries.js'
import { startMariaDb } from '../lib/mariadb.mjs'
import { createHouse } from './house.mjs'
import { percentiles } from './measure.mjs'
import { seedTickets } from './seed.mjs'
import { measureSweeps } from './sweeps.mjs'
import { settingsFor } from './server.mjs'
import { createDice, sentence } from './words.mjs'

const rules = 200
const conditions = 5
const decisions = 10_000
const timeRules = 20
const sweeps = 10
const minute = 60_000
const moment = { at: new Date(), hours: { timeZone: 'Europe/Berlin', hours: null, holidays: [] }, schedules: new Map(), timeZone: 'Europe/Berlin' }

/**
 * How long a decision takes: 200 rules of five conditions about each of 10,000 requests, every condition asked
 * and none the same. Resolves to milliseconds a ticket, those of the
 * processor with the writing down of the reasons, and what memory grew by.
 */
export function benchDecisions () {
  const dice = createDice(7)
  const asked = Array.from({ length: rules }, (_each, place) => ruleOf(dice, place + 1))
  const requests = Array.from({ length: decisions }, () => requestOf(dice))
  for (const request of requests.slice(0, 500)) decide(asked, factsOfAsked(request, moment))

  const before = heap()
  const cpu = process.cpuUsage()
  const times = []
  let held = 0
  for (const request of requests) {
    const began = performance.now()
    const decision = decide(asked, factsOfAsked(request, moment))
    times.push(performance.now() - began)
    held += linesOf(decision).filter(line => line.holds).length
  }
  return { ...percentiles(times), mean: times.reduce((sum, time) => sum + time, 0) / times.length, cpu: process.cpuUsage(cpu).user / 1000 / decisions, grew: heap() - before, held }
}

/** What is held after everything that is not was thrown away. */
function heap () {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed / 1e6
}

/** Five conditions of all kinds; texts, patterns and lists are the dear ones. A quarter of the rules hold. */
function ruleOf (dice, id) {
  const word = () => sentence(dice, 1)
  const kinds = [
    () => ({ field: 'subject', operator: 'contains', value: [word(), word(), `${word()} ${word()}`] }), () => ({ field: 'text', operator: 'contains', value: [`${word()} ${word()}`] }),
    () => ({ field: 'text', operator: 'matches', value: [`\\b${word()}[0-9]{2,4}\\b|^${word()}:`] }), () => ({ field: 'requester_email', operator: 'ends', value: [`@${word()}.example`] }),
    () => ({ field: 'topic', operator: 'one_of', value: ['1', '2', String(1 + id % 6)] }), () => ({ field: 'tags', operator: 'has_one', value: [word()] }), () => ({ field: 'header.x-mailer', operator: 'starts', value: [word()] }), () => ({ field: 'priority', operator: 'one_of', value: ['1', '2'] })
  ]
  const parts = Array.from({ length: conditions }, (_each, place) => kinds[(id + place) % kinds.length]())
  return { id, name: `Rule ${id}`, conditions: { match: id % 4 === 0 ? 'any' : 'all', parts }, actions: [{ kind: 'add_tags', tags: [`rule-${id}`] }], stops: false }
}

function requestOf (dice) {
  return {
    subject: sentence(dice, 6), text: Array.from({ length: 12 }, () => sentence(dice, 10)).join('\n'), source: 'email', topicId: 1, departmentId: 1, teamId: null, priority: 2, requester: { name: sentence(dice, 2), email: `${sentence(dice, 1)}@riverside.example` },
    answers: new Map([[1, sentence(dice, 2)]]), fileNames: [], mail: { mailboxId: null, recipients: ['it@riverside.example'], replyTo: null, headers: new Map([['x-mailer', ['Mail 1.0']]]), isAutomatic: false }
  }
}

/** How long a sweep of the rules of time takes on a desk with many tickets, and how the database finds the silent ones; then every other sweep. */
export async function benchSweeps ({ engine, tickets, folder, say }) {
  const database = engine === 'mariadb' ? await startMariaDb({ durable: true, parent: folder }) : { url: `sqlite:${path.join(folder, 'rules.sqlite')}`, stop: async () => {} }
  try {
    const config = readConfig(await settingsFor(database.url, folder))
    await seedTickets(database.url, await createHouse(config), tickets)
    say(`${engine}: ${tickets.toLocaleString('en')} tickets`)
    const platform = await openPlatform(config)
    try {
      const plan = await planOf(platform, engine)
      await addTimeRules(platform)
      const times = []
      let now = Date.now()
      const clocked = { ...platform, db: platform.db, clock: { now: () => new Date(now) } }
      for (let sweep = 0; sweep < sweeps; sweep += 1) {
        now += minute
        const began = performance.now()
        await runTimeRules(clocked)
        times.push(performance.now() - began)
      }
      return { engine, tickets, ...percentiles(times), plan, sweeps: await measureSweeps(platform, engine) }
    } finally {
      await platform.close()
    }
  } finally {
    await database.stop()
    rmSync(path.join(folder, 'rules.sqlite'), { force: true })
  }
}

async function addTimeRules ({ db }) {
  const now = Date.now()
  await db.transaction(async manager => {
    for (let place = 1; place <= timeRules; place += 1) {
      const delay = place * 60
      await manager.query(
        'INSERT INTO rules (name, waits_for, position, conditions, actions, stops, timing, swept_to, is_active, created_at, version) VALUES (?, ?, ?, ?, ?, 0, ?, ?, 1, ?, 1)',
        [`Silence ${place}`, 'time', place, JSON.stringify({ match: 'all', parts: [{ field: 'subject', operator: 'is', value: ['nothing is called so'] }] }), JSON.stringify([{ kind: 'note', text: 'x' }]), JSON.stringify({ span: `${delay} ${place % 2 === 0 ? 'working minutes' : 'minutes'}`, side: 'after', of: 'active_at' }), now, now]
      )
    }
  })
}

async function planOf ({ db }, engine) {
  const { sql, values } = slicesSql('active_at', [1, 2].map(id => [id, { from: new Date(Date.now() - 2 * minute), upTo: new Date() }]))
  const rows = await db.read.query(`EXPLAIN ${engine === 'sqlite' ? 'QUERY PLAN ' : ''}${sql}`, values)
  return rows.map(row => engine === 'sqlite' ? row.detail : `${row.table ?? ''} ${row.type ?? ''} ${row.key ?? ''} ${row.rows ?? ''}`.trim())
}
