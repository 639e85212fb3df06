import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { Parser } from 'tap-parser'

/** Long, because a busy machine is no bug. */
const standardTimeoutMs = 1_200_000
/** What a file gets after that to say where it hung. */
const standardGraceMs = 10_000

const followNoPromise = new URL('follow-no-promise.mjs', import.meta.url).href

/**
 * Runs one test file in a process of its own and reads the TAP that it prints.
 *
 * Whatever is wrong counts as failed (an assertion, a test that asserts nothing, a crash, a hang), so that the
 * sum over all files tells alone whether a run is good.
 */
export async function runTestFile (script, { env = {}, timeoutMs = standardTimeoutMs, graceMs = standardGraceMs, signal } = {}) {
  const began = Date.now()
  const child = spawn(process.execPath, ['--import', followNoPromise, '--enable-source-maps', script], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env, TAP_TIMEOUT: String(timeoutMs / 1000) } })
  const kill = () => child.kill('SIGKILL')
  const timer = setTimeout(kill, timeoutMs + graceMs)
  signal?.addEventListener('abort', kill)

  const tally = { passed: 0, failed: 0, skipped: 0, problems: [] }
  const parser = new Parser()
  watch(parser, tally)
  const complete = once(parser, 'complete')
  child.stdout.pipe(parser)
  const [[code, endedBy], [result], complaints] = await Promise.all([once(child, 'close'), complete, text(child.stderr)])
  clearTimeout(timer)
  signal?.removeEventListener('abort', kill)

  if (tally.failed === 0 && (code !== 0 || !result.ok)) {
    const why = result.failures.map(failure => failure.tapError).filter(Boolean).join(', ')
    fail(tally, `The file ended with ${endedBy ?? `exit code ${code}`}${why === '' ? '' : ` (${why})`}`)
  }
  if (tally.passed + tally.failed + tally.skipped === 0) fail(tally, 'The file tests nothing')
  return { ...tally, complaints, seconds: (Date.now() - began) / 1000 }
}

function watch (parser, tally) {
  let child = null
  parser.on('child', nested => {
    child = { tally: { passed: 0, failed: 0, skipped: 0, problems: [] } }
    watch(nested, child.tally)
  })
  parser.on('assert', assertion => {
    const inner = assertion.closingTestPoint ? child?.tally : undefined
    child = null
    if (inner) add(tally, inner)
    if (assertion.skip || assertion.todo) tally.skipped += 1
    // The line that closes a nested test repeats what is counted already, unless only that line knows.
    else if (inner && inner.failed === 0 && assertion.ok && inner.passed + inner.skipped === 0) fail(tally, `${assertion.fullname} (asserts nothing)`)
    else if (inner ? !assertion.ok && inner.failed === 0 : !assertion.ok) fail(tally, assertion.fullname, assertion.diag)
    else if (!inner) tally.passed += 1
  })
}

function add (tally, { passed, failed, skipped, problems }) {
  tally.passed += passed
  tally.failed += failed
  tally.skipped += skipped
  tally.problems.push(...problems)
}

function fail (tally, name, details) {
  tally.failed += 1
  tally.problems.push({ name, details })
}
