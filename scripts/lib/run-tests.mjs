import os from 'node:os'
import path from 'node:path'
import { compileTests, scriptOf } from './compile-tests.mjs'
import { startMariaDb } from './mariadb.mjs'
import { build } from './prepare.mjs'
import { runTestFile } from './run-test-file.mjs'
import { makeScratch } from './scratch.mjs'
import { findChromium, needSystemPackages } from './system-packages.mjs'
import { describeFile, describeSum } from './test-report.mjs'

/** One more than two on a small machine: some tests wait most of their time, for a lease to end or a server to come back. */
const jobs = Math.max(3, os.availableParallelism() / 2)

/** What takes longest begins, so that no lane is still at it when the others are through. */
const longest = ['crash', 'rules/dry-run', 'inbox/imap-tickets', 'browser/pages', 'deploy/behind-a-proxy', 'deploy/image', 'guards', 'api/document', 'inbox/imap-crash', 'migrations-crash', 'browser/keyboard']

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
  const files = longestFirst(choose(compileTests(), parts))
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

/** Several at a time. */
async function runAll (files, env, signal) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  const waiting = [...files]

  async function work () {
    for (let file = waiting.shift(); file !== undefined && !signal.aborted; file = waiting.shift()) {
      const result = await runTestFile(scriptOf(file), { env, signal })
      for (const kind of Object.keys(sum)) sum[kind] += result[kind]
      process.stdout.write(describeFile(file, result))
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return sum
}

function choose (files, parts) {
  const wanted = parts.map(part => path.posix.normalize(part.replaceAll('\\', '/')))
  const chosen = files.filter(file => wanted.length === 0 || wanted.some(part => file.includes(part)))
  if (chosen.length === 0) throw new Error(`No test file is named like ${parts.join(' or ')}.`)
  return chosen
}

function longestFirst (files) {
  const rank = file => {
    const place = longest.indexOf(file.slice('test/'.length, -'.test.ts'.length))
    return place < 0 ? longest.length : place
  }
  return files.toSorted((one, other) => rank(one) - rank(other))
}
