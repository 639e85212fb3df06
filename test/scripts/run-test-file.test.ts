import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'

interface Outcome { passed: number, failed: number, skipped: number, problems: Array<{ name: string }> }

const runner = pathToFileURL(path.resolve('scripts/lib/run-test-file.mjs')).href
const ask = `import { runTestFile } from '${runner}'; process.stdout.write(JSON.stringify(await runTestFile(process.argv[1], { timeoutMs: Number(process.argv[2]), graceMs: 200 })))`

/** What the runner makes of a test file with this content. */
async function outcomeOf (t: Test, content: string, timeoutMs = 60_000): Promise<Outcome> {
  const folder = t.testdir({ 'sample.mjs': `import t from 'tap'\n${content}` })
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', ask, path.join(folder, 'sample.mjs'), String(timeoutMs)])
  return JSON.parse(stdout) as Outcome
}

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

const wrong = {
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

/** What would never end by itself. */
const endless = {
  'a test that hangs': "t.test('one', async t => { t.pass(); await new Promise(() => setInterval(() => {}, 100)) })",
  'something left open': 't.pass(); setInterval(() => {}, 100)'
}

for (const [what, content] of Object.entries({ ...wrong, ...endless })) {
  t.test(`${what} fails the run`, async t => {
    const { failed, problems } = await outcomeOf(t, content, what in endless ? 1000 : undefined)

    t.ok(failed > 0)
    t.equal(problems.length, failed, 'each failure is named')
  })
}
