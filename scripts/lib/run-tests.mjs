import os from 'node:os'
import path from 'node:path'
import { compileTests, scriptOf } from './compile-tests.mjs'
import { startMariaDb } from './mariadb.mjs'
import { build } from './prepare.mjs'
import { runTestFiles } from './run-test-files.mjs'
import { makeScratch } from './scratch.mjs'
import { findChromium, needSystemPackages } from './system-packages.mjs'
import { describeFile, describeSum } from './test-report.mjs'

/** One more than two on a small machine: some tests wait most of their time, for a lease to end or a server to come back. */
const jobs = Math.max(3, os.availableParallelism() / 2)

/** What takes longest begins, so that no lane is still at it when the others are through. */
const longest = ['crash', 'rules/dry-run', 'inbox/imap-tickets', 'browser/pages', 'deploy/behind-a-proxy', 'deploy/image', 'guards', 'api/document', 'inbox/imap-crash', 'migrations-crash', 'browser/keyboard']
const ownProcesses = /^test\/(?:browser|deploy|scripts|inbox\/imap)/

/** How many of the other files one process runs: most of the time of a short one goes into loading the server. */
const together = 6

/**
 * Runs the test files whose names contain one of `parts`, or all, and prints how each went; true when all is well.
 *
 * A run of all also builds and sees to a browser, since some tests start what is built and look at it.
 *
 * @throws when there is nothing to run, or something to run it with is missing.
 */
export async function runTests (parts) {
  const onlySqlite = process.env.OSTIARY_TEST_ENGINES === 'sqlite'
  if (onlySqlite && process.env.CI) throw new Error('OSTIARY_TEST_ENGINES leaves an engine out. That is for a quick look, not for a run that counts.')
  const ownServer = !onlySqlite && !process.env.TEST_DATABASE_URL
  const building = parts.length > 0 || builds()
  const files = choose(compileTests(), parts)
  await needSystemPackages({ server: ownServer, browser: parts.length === 0, mail: files.some(file => file.includes('inbox/imap')), proxy: files.some(file => file.includes('deploy/')) })
  const built = await building

  const chromium = findChromium()
  const signal = untilInterrupted()
  const scratch = makeScratch()
  const server = ownServer ? await startMariaDb({ parent: scratch }) : null
  const env = {
    TEST_DATABASE_URL: server?.url ?? process.env.TEST_DATABASE_URL ?? '',
    TEST_DATABASE_CERTIFICATE: server?.certificate ?? '',
    ...(chromium && { CHROMIUM_PATH: chromium }),
    TEST_TEMPLATES: path.join(scratch, 'templates'),
    TMPDIR: scratch,
    TEMP: scratch,
    // No result may depend on where the machine is.
    TZ: 'Pacific/Chatham'
  }
  try {
    const sum = await runAll(files, env, signal)
    if (!built) sum.failed += 1
    process.stdout.write(describeSum(sum, { onlySqlite }))
    return sum.failed === 0 && sum.passed > 0
  } finally {
    await server?.stop()
  }
}

/** A server that does not build is one failure; what the tests say is worth knowing all the same. */
async function builds () {
  try {
    await build()
    return true
  } catch (error) {
    process.stdout.write(`FAILED  the build: ${error.message}\n`)
    return false
  }
}

/** From here on Ctrl-C ends the tests that run and starts no more, so that the database server is stopped as always. */
function untilInterrupted () {
  const interrupted = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => { interrupted.abort() })
  return interrupted.signal
}

/** Several groups at a time. */
async function runAll (files, env, signal) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  const waiting = groupsOf(files)

  async function work () {
    for (let group = waiting.shift(); group !== undefined && !signal.aborted; group = waiting.shift()) {
      const results = await runTestFiles(group.map(scriptOf), { env, signal })
      for (const [place, result] of results.entries()) {
        for (const kind of Object.keys(sum)) sum[kind] += result[kind]
        process.stdout.write(describeFile(group[place], result))
      }
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return sum
}

/** What takes longest comes first and alone, as does what starts servers and browsers of its own; the others share processes. */
function groupsOf (files) {
  const isLong = file => longest.includes(file.slice('test/'.length, -'.test.ts'.length))
  const isAlone = file => isLong(file) || ownProcesses.test(file)
  const alone = files.filter(isAlone).toSorted((one, other) => isLong(other) - isLong(one))
  const others = files.filter(file => !isAlone(file))
  return [...alone.map(file => [file]), ...Array.from({ length: Math.ceil(others.length / together) }, (_, place) => others.slice(place * together, (place + 1) * together))]
}

function choose (files, parts) {
  const wanted = parts.map(part => path.posix.normalize(part.replaceAll('\\', '/')))
  const chosen = files.filter(file => wanted.length === 0 || wanted.some(part => file.includes(part)))
  if (chosen.length === 0) throw new Error(`No test file is named like ${parts.join(' or ')}.`)
  return chosen
}
