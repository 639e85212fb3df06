import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import autocannon from 'autocannon'
import mysql from 'mysql2/promise'

/**
 * Sends one kind of request over and over and returns what it took. `warmUp` seconds go before and are not
 * counted. `next` may change each request before it is sent and `hear` is told each answer; `rate` is how many are sent a
 * second, as many as can be by default. `cpu` is what a request took of the processor, in milliseconds, by process: it says
 * something also on a machine that does other work beside.
 */
export async function measure ({ origin, path, cookie, connections, seconds, warmUp, pids, method = 'GET', headers = {}, body, next, hear, amount, rate }) {
  const options = { url: origin, connections, ...(rate ? { overallRate: rate } : {}), requests: [{ method, path, headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...headers }, body, ...(next ? { setupRequest: next } : {}), ...(hear ? { onResponse: hear } : {}) }] }
  if (warmUp > 0) await run({ ...options, duration: warmUp })

  const memory = Object.fromEntries(Object.keys(pids).map(name => [name, 0]))
  const look = setInterval(() => { for (const [name, pid] of Object.entries(pids)) memory[name] = Math.max(memory[name], residentMegabytes(pid)) }, 1000)
  const before = cpuOf(pids)
  const { times, result, took } = await run({ ...options, ...(amount ? { amount } : { duration: seconds }) })
  const after = cpuOf(pids)
  clearInterval(look)
  for (const [name, pid] of Object.entries(pids)) memory[name] = Math.max(memory[name], residentMegabytes(pid))

  const failed = result.non2xx + result.errors - (result['3xx'] ?? 0)
  const cpu = Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, round((ms - before[name]) / times.length)]))
  return { perSecond: round(times.length / took), ...percentiles(times), failed, memory, cpu }
}

/**
 * autocannon counts whole milliseconds, and a given amount in whole seconds; the fast pages need a finer look. `took` is the
 * time from the start to the last answer, in seconds.
 */
async function run (options) {
  const times = []
  const began = performance.now()
  let last = began
  const result = await new Promise((resolve, reject) => {
    const instance = autocannon(options, (error, done) => error ? reject(error) : resolve(done))
    instance.on('response', (_client, _status, _bytes, ms) => {
      times.push(ms)
      last = performance.now()
    })
  })
  return { times, result, took: (last - began) / 1000 }
}

export function percentiles (times) {
  const sorted = Float64Array.from(times).sort()
  const at = share => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

const round = value => Math.round(value * 100) / 100

/** What each process has had of the processor so far, in milliseconds, and this one as `bench`; nothing where the system does not say. */
function cpuOf (pids) {
  if (process.platform !== 'linux') return {}
  const { user, system } = process.cpuUsage()
  return { ...Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, ticksOf(pid) * 10])), bench: (user + system) / 1000 }
}

/** Hundredths of a second in user and system mode, the 14th and 15th field of proc(5)'s `stat`. */
function ticksOf (pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

export function residentMegabytes (pid) {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024)
}

/**
 * The statements that a page asks of MariaDB when it is warm, word for word, as the server's own log has
 * them. The page is asked once before, so that what is kept for seconds is kept already.
 */
export async function statementsOf (url, ask) {
  const connection = await mysql.createConnection(url.replace(/^mariadb:/, 'mysql:'))
  const [[{ own }]] = await connection.query('SELECT CONNECTION_ID() AS own')
  await connection.query("SET GLOBAL log_output = 'TABLE'")
  // A statement that is prepared while nothing is logged is logged without its values, so all are prepared anew.
  await connection.query('SET GLOBAL general_log = 1')
  const [others] = await connection.query("SELECT id FROM information_schema.processlist WHERE user = 'ostiary' AND id <> ?", [own])
  for (const { id } of others) await connection.query(`KILL ${id}`)
  await wait(300)
  await ask()
  await connection.query('SET GLOBAL general_log = 0')
  await connection.query('TRUNCATE TABLE mysql.general_log')
  // Counts that the page did not wait for are still on their way.
  await wait(300)
  await connection.query('SET GLOBAL general_log = 1')
  await ask()
  await connection.query('SET GLOBAL general_log = 0')
  const [rows] = await connection.query("SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute') AND thread_id <> ? ORDER BY event_time", [own])
  await connection.end()
  return rows.map(({ argument }) => String(argument))
}

/** Runs the statements one after another on one connection, over and over: what the page would take if it were nothing else. */
export async function measureFloor (url, statements, seconds) {
  if (statements.length === 0) return { p50: 0, p95: 0, p99: 0 }
  const connection = await mysql.createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), supportBigNumbers: true })
  const times = []
  const ends = performance.now() + (seconds + 0.3) * 1000
  while (performance.now() < ends) {
    const began = performance.now()
    for (const statement of statements) await connection.query(statement)
    if (began > ends - seconds * 1000) times.push(performance.now() - began)
  }
  await connection.end()
  return percentiles(times)
}
