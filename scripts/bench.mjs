// npm run bench [-- mariadb sqlite 1000 100000 1000000 queue …]: how fast the pages are, on desks of several sizes.
//
// Words choose the database, numbers the sizes, and any other word the pages whose name holds it; `quick` leaves
// out the million and measures each figure for one second, to try a change. Seeds databases of its own, starts
// the real server on each and talks to 127.0.0.1 only.
// `sla` alone puts a million random questions to `ostiary sla batch` and checks each answer by counting minutes; a
// number is how many instead, and SEED repeats a run.
// `mail` alone takes 5,000 mixed messages in, from the raw message to its ticket, then some of 25 MB; a number is how
// many instead, `mariadb` or `sqlite` the database.
// `rules` alone measures what rules cost: 200 of five conditions on each of 10,000 requests, and the sweeps of rules of time,
// service levels and tickets' own dates on desks of 100,000 tickets or as many as a number says, with the database's plans.
// `api` alone measures the API at eight connections: pages of fifty out, tickets in, by one process and by two, and looks
// whether each answer is one ticket; `mariadb` or `sqlite` is the database, numbers the sizes, `quick` leaves out the million.
// BENCH_SECONDS is how long each figure is measured, 4 by default.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build, giveUp, install } from './lib/prepare.mjs'

const million = 1_000_000
const sizesOf = { mariadb: [1000, 100_000, million], sqlite: [1000, 100_000] }
const thorough = 4

try {
  await install()
  await build()
  const [first, ...rest] = process.argv.slice(2)
  const only = { sla: async () => workingTime(Number(rest[0] ?? million)), mail: async () => mail(rest), rules: async () => rules(choose(rest)), api: async () => api(choose(rest)) }[first]
  await (only ?? (async () => main(choose(process.argv.slice(2)))))()
} catch (error) {
  giveUp(error)
}

function choose (words) {
  const engines = Object.keys(sizesOf).filter(engine => words.includes(engine))
  const sizes = words.map(Number).filter(Number.isInteger)
  const pages = words.filter(word => !Object.hasOwn(sizesOf, word) && word !== 'quick' && Number.isNaN(Number(word)))
  const isQuick = words.includes('quick')
  const mostTickets = isQuick ? 100_000 : million
  const seconds = Number(process.env.BENCH_SECONDS || (isQuick ? 1 : thorough))
  return { engines: engines.length > 0 ? engines : Object.keys(sizesOf), sizes, pages, mostTickets, seconds }
}

async function main ({ engines, sizes, pages, mostTickets, seconds }) {
  const { hasMariaDb } = await import('./lib/mariadb.mjs')
  const { benchOne } = await import('./bench/bench-one.mjs')
  const { tableOf } = await import('./bench/report.mjs')
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-bench-'))
  const rows = []
  const weights = []

  try {
    for (const engine of engines) {
      if (engine === 'mariadb' && !hasMariaDb()) {
        process.stdout.write('This machine has no MariaDB server: only SQLite is measured.\n')
        continue
      }
      for (const tickets of sizes.length > 0 ? sizes : sizesOf[engine].filter(size => size <= mostTickets)) {
        const result = await benchOne({ engine, tickets, pages, seconds, folder, say: text => process.stdout.write(`${engine}, ${tickets.toLocaleString('en')}: ${text}\n`) })
        rows.push(...result.rows)
        weights.push({ engine, tickets, ...result.weights })
        save({ rows, weights })
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.stdout.write(`\n${tableOf(rows)}\n\n${JSON.stringify(weights.at(-1) ?? {})}\n`)
}

async function workingTime (cases) {
  const { benchWorkingTime } = await import('./bench/working-time.mjs')
  const { wrong, seconds, seed } = await benchWorkingTime({ cases, seed: Number(process.env.SEED ?? Date.now() % 2 ** 31), say: text => process.stdout.write(`${text}\n`) })
  for (const each of wrong.slice(0, 5)) process.stdout.write(`${JSON.stringify(each)}\n`)
  process.stdout.write(`${cases.toLocaleString('en')} questions answered in ${seconds.toFixed(1)} s, ${wrong.length} wrong (seed ${seed})\n`)
  if (wrong.length > 0) process.exitCode = 1
}

async function mail (words) {
  const { hasMariaDb } = await import('./lib/mariadb.mjs')
  const { benchMail } = await import('./bench/mail.mjs')
  const { engines } = choose(words)
  const messages = words.map(Number).find(Number.isInteger) ?? 5000
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-bench-'))
  const results = []
  try {
    for (const engine of engines.filter(name => name === 'sqlite' || hasMariaDb())) {
      results.push(await benchMail({ engine, messages, folder, say: text => process.stdout.write(`${engine}: ${text}\n`) }))
      save({ mail: results })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function api ({ engines, sizes, mostTickets, seconds }) {
  const { hasMariaDb } = await import('./lib/mariadb.mjs')
  const { benchApi } = await import('./bench/api.mjs')
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-bench-'))
  const results = []
  try {
    for (const engine of engines.filter(name => name === 'sqlite' || hasMariaDb())) {
      for (const tickets of sizes.length > 0 ? sizes : sizesOf[engine].filter(size => size <= mostTickets)) {
        results.push(await benchApi({ engine, tickets, seconds, folder, say: text => process.stdout.write(`${engine}, ${tickets.toLocaleString('en')}: ${text}\n`) }))
        save({ api: results })
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function rules ({ engines, sizes }) {
  const { benchDecisions, benchSweeps } = await import('./bench/rules.mjs')
  const { hasMariaDb } = await import('./lib/mariadb.mjs')
  const { mean, cpu, p50, p95, p99, grew, held } = benchDecisions()
  process.stdout.write(`200 rules on 10,000 requests: ${mean.toFixed(2)} ms a ticket (p50 ${p50}, p95 ${p95}, p99 ${p99}; of the processor ${cpu.toFixed(2)} ms), memory grew by ${grew.toFixed(1)} MB, ${held} hits\n`)

  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-bench-'))
  try {
    for (const engine of engines.filter(engine => engine === 'sqlite' || hasMariaDb())) {
      const sweep = await benchSweeps({ engine, tickets: sizes[0] ?? 100_000, folder, say: text => process.stdout.write(`${text}\n`) })
      process.stdout.write(`${engine}: a sweep of 20 rules p50 ${sweep.p50} ms, p95 ${sweep.p95} ms\n${[...new Set(sweep.plan)].map(line => `  ${line}\n`).join('')}`)
      for (const { name, least, median, idle, found, plans } of sweep.sweeps) {
        process.stdout.write(`${engine}: ${name} median ${median.toFixed(1)} ms, least ${least.toFixed(1)} ms${found > 0 ? `, ${found} found in all` : ''}; right after ${idle.toFixed(1)} ms\n${plans.map(line => `  ${line}\n`).join('')}`)
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** After each size, so that a run that is stopped leaves what it has measured. */
function save (results) {
  mkdirSync('bench', { recursive: true })
  const { length: cores, 0: first } = os.cpus()
  writeFileSync('bench/results.json', `${JSON.stringify({ at: new Date(), node: process.version, cores, processor: first?.model, load: os.loadavg(), ...results }, null, 2)}\n`)
}
