// npm test [files]: everything, on both engines and in a real browser, from a fresh clone.
//
// Tests are compiled once and run as JavaScript: a loader that compiles each file in each process takes longer
// than the tests themselves.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { prepare } from './lib/prepare.mjs'
import { run, runNode } from './lib/processes.mjs'

await prepare()
await needSystemPackages()
const { countResults } = await import('./lib/count-results.mjs')
const { startMariaDb } = await import('./lib/mariadb.mjs')

await compileTests()
const onlySqlite = process.env.OSTIARY_TEST_ENGINES === 'sqlite'
if (onlySqlite) process.stdout.write('\n*** Only SQLite is tested in this run. ***\n\n')

const mariaDb = onlySqlite ? null : await startMariaDb()
const results = 'dist-test/results.tap'
rmSync(results, { force: true })
const code = await runTap(process.argv.slice(2))
await mariaDb?.stop()

const { passed, failed, skipped } = await countResults(results)
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
process.exit(code !== 0 || failed > 0 || passed === 0 ? 1 : 0)

/** On a bare Linux machine that we may change, the database server and the browser are installed; elsewhere they must be there. */
async function needSystemPackages () {
  const wanted = { 'mariadb-server': '/usr/sbin/mariadbd', chromium: '/usr/bin/chromium' }
  const missing = Object.keys(wanted).filter(name => !existsSync(wanted[name]) && !(name === 'chromium' && process.env.CHROMIUM_PATH))
  if (missing.length === 0) return
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    process.stderr.write(`The tests need ${missing.join(' and ')}. Install them and run npm test again.\n`)
    process.exit(1)
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function compileTests () {
  mkdirSync('dist-test', { recursive: true })
  for (const folder of ['views', 'public']) if (!existsSync(`dist-test/${folder}`)) symlinkSync(`../${folder}`, `dist-test/${folder}`, 'junction')
  await runNode(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.test.json'])
}

async function runTap (chosen) {
  const files = chosen.length === 0 ? ['dist-test/test/**/*.test.js'] : chosen.map(file => `dist-test/${file.replace(/\.ts$/, '.js').replace(/\/$/, '/**/*.test.js')}`)
  const args = ['node_modules/tap/dist/esm/run.mjs', '--disable-coverage', '--allow-empty-coverage', '--allow-incomplete-coverage', '--jobs=2', '--timeout=300', '--reporter=terse', `--output-file=${results}`, ...files]
  return new Promise(resolve => {
    spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: mariaDb?.url ?? '', TZ: 'UTC' } }).once('exit', status => resolve(status ?? 1))
  })
}
