import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Parser } from 'tap-parser'

/** Long, because a busy machine is no bug. */
const standardTimeoutMs = 600_000
/** What the files get after that to say where they hung. */
const standardGraceMs = 10_000

const besides = name => new URL(name, import.meta.url)
const followNoPromise = besides('follow-no-promise.mjs').href
const inTurn = besides('test-files-in-turn.mjs').pathname

/**
 * Runs test files one after the other in one process and reads the TAP that they print; returns what came of each, in
 * their order. They share what takes longest: to load the server and to warm up.
 *
 * Whatever is wrong counts as failed (an assertion, a test that asserts nothing, a crash, a hang), so that the
 * sum over all files tells alone whether a run is good. A file that ends the process leaves the others to another one.
 */
export async function runTestFiles (scripts, { env = {}, timeoutMs = standardTimeoutMs, graceMs = standardGraceMs, signal } = {}) {
  const args = scripts.length === 1 ? scripts : [inTurn, ...scripts]
  const child = spawn(process.execPath, ['--import', followNoPromise, '--enable-source-maps', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env, TAP_TIMEOUT: String(timeoutMs / 1000) } })
  const kill = () => child.kill('SIGKILL')
  const timer = setTimeout(kill, timeoutMs + graceMs)
  signal?.addEventListener('abort', kill)

  const results = []
  let [tally, complaints, began] = [newTally(), '', Date.now()]
  const endFile = () => {
    if (tally.passed + tally.failed + tally.skipped === 0) fail(tally, 'The file tests nothing')
    results.push({ ...tally, complaints, seconds: (Date.now() - began) / 1000 })
    ;[tally, complaints, began] = [newTally(), '', Date.now()]
  }

  const parser = new Parser()
  const isEnd = ({ name }) => scripts.some(script => name === `End of ${script}`)
  watch(parser, () => tally, assertion => {
    if (!isEnd(assertion)) return false
    if (assertion.ok) endFile()
    return true
  })
  const complete = once(parser, 'complete')
  child.stdout.pipe(parser)
  child.stderr.setEncoding('utf8').on('data', text => { complaints += text })
  const [[code, endedBy], [result]] = await Promise.all([once(child, 'close'), complete])
  clearTimeout(timer)
  signal?.removeEventListener('abort', kill)

  const isBad = code !== 0 || !result.ok
  const why = result.failures.map(failure => failure.tapError).filter(Boolean).join(', ')
  const ending = `The file ended with ${endedBy ?? `exit code ${code}`}${why === '' ? '' : ` (${why})`}`
  if (results.length < scripts.length) {
    // The one that was under way: alone it says no end, among others it should have.
    if (tally.failed === 0 && (isBad || scripts.length > 1)) fail(tally, ending)
    endFile()
  } else if (isBad && results.every(({ failed }) => failed === 0)) {
    fail(results.at(-1), ending)
  }
  const left = scripts.slice(results.length)
  return left.length === 0 || signal?.aborted ? results : [...results, ...await runTestFiles(left, { env, timeoutMs, graceMs, signal })]
}

const newTally = () => ({ passed: 0, failed: 0, skipped: 0, problems: [] })

/** @param tallyNow where to count at the moment; @param isMark whether an assertion is none of the tests' own */
function watch (parser, tallyNow, isMark = () => false) {
  let child = null
  parser.on('child', nested => {
    const inner = newTally()
    child = { tally: inner }
    watch(nested, () => inner)
  })
  parser.on('assert', assertion => {
    const inner = assertion.closingTestPoint ? child?.tally : undefined
    child = null
    if (isMark(assertion)) return

    const tally = tallyNow()
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
