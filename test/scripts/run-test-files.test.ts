import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'

interface Outcome { passed: number, failed: number, skipped: number, problems: Array<{ name: string }> }

const runner = pathToFileURL(path.resolve('scripts/lib/run-test-files.mjs')).href
const ask = `import { runTestFiles } from '${runner}'; process.stdout.write(JSON.stringify(await runTestFiles(process.argv.slice(2), { timeoutMs: Number(process.argv[1]), graceMs: 200 })))`

/** What the runner makes of test files with these contents, in one process. */
async function outcomesOf (t: Test, contents: string[], timeoutMs = 60_000): Promise<Outcome[]> {
  const names = contents.map((_, place) => `sample${place}.mjs`)
  const folder = t.testdir(Object.fromEntries(contents.map((content, place) => [names[place]!, `import t from 'tap'\n${content}`])))
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', ask, String(timeoutMs), ...names.map(name => path.join(folder, name))])
  return JSON.parse(stdout) as Outcome[]
}

/** The same of one alone. */
const outcomeOf = async (t: Test, content: string, timeoutMs?: number): Promise<Outcome> => (await outcomesOf(t, [content], timeoutMs))[0]!

t.test('each assertion counts once, however deep it is nested', async t => {
  const outcome = await outcomeOf(t, `
    t.pass()
    t.test('one', async t => { t.pass(); t.test('two', async t => { t.equal(1, 1); t.equal(1, 2, 'numbers agree') }) })
  `)

  t.match(outcome, { passed: 3, failed: 1, skipped: 0 })
  t.same(outcome.problems.map(({ name }) => name), ['one > two > numbers agree'])
})

t.test('what is skipped is neither passed nor failed', async t => {
  t.match(await outcomeOf(t, "t.pass(); t.test('one', { skip: 'not here' }, async t => { t.fail() }); t.skip('two')"), { passed: 1, failed: 0, skipped: 2 })
})

const wrong: Record<string, string> = {
  'a test that asserts nothing': "t.pass(); t.test('one', async () => {})",
  'a file that tests nothing': '',
  'an error that nobody catches': "t.pass(); setTimeout(() => { throw new Error('late') })",
  'an error while it loads': "throw new Error('at once')",
  'a promise that is rejected': "t.test('one', async t => { t.pass(); throw new Error('no') })",
  'a plan that is not kept': 't.plan(2); t.pass()',
  'an end in the middle': "t.test('one', async t => { t.pass(); process.exit(0) })",
  'a crash': "t.pass(); process.kill(process.pid, 'SIGKILL')",
  'an exit code after all went well': "t.pass(); process.on('exit', () => { process.exitCode = 3 })"
}

/** What may come when another file has begun. */
const belongsToProcess = new Set(['an error that nobody catches', 'an exit code after all went well'])

/** What would never end by itself. */
const endless = {
  'a test that hangs': "t.test('one', async t => { t.pass(); await new Promise(() => setInterval(() => {}, 100)) })",
  'something left open': 't.pass(); setInterval(() => {}, 100)'
}

t.test('what one file of several does wrong is said of it alone, and the others are run', async t => {
  const fine = "t.test('fine', async t => { t.pass() }); t.pass()"
  for (const [what, content] of Object.entries(wrong)) {
    if (belongsToProcess.has(what)) continue
    const outcomes = await outcomesOf(t, [fine, content, fine])
    t.same(outcomes.map(({ failed }) => failed > 0), [false, true, false], what)
    t.match([outcomes[0], outcomes[2]], [{ passed: 2 }, { passed: 2 }], what)
  }
})

t.test('what a file takes down at its end is down before the next', async t => {
  const first = "globalThis.up = true; t.teardown(async () => { globalThis.up = false }); t.test('fine', async t => { t.equal(globalThis.up, true) })"
  const outcomes = await outcomesOf(t, [first, 't.equal(globalThis.up, false)', "t.test('more', async t => { t.pass() })"])
  t.match(outcomes, [{ passed: 1, failed: 0 }, { passed: 1, failed: 0 }, { passed: 1, failed: 0 }])
})

t.test('what a process ends with is said of one of its files', async t => {
  for (const what of belongsToProcess) {
    const outcomes = await outcomesOf(t, ['t.pass()', wrong[what]!, 't.pass()'])
    t.equal(outcomes.length, 3)
    t.ok(outcomes.some(({ failed }) => failed > 0), what)
  }
})

for (const [what, content] of Object.entries({ ...wrong, ...endless })) {
  t.test(`${what} fails the run`, async t => {
    const { failed, problems } = await outcomeOf(t, content, what in endless ? 1000 : undefined)

    t.ok(failed > 0)
    t.equal(problems.length, failed, 'each failure is named')
  })
}
