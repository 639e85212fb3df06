import { writeFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { runSla } from '../../src/sla/cli/sla-command.js'

const folder = t.testdir()
const office = fileOf('office.json', JSON.stringify({ timeZone: 'Europe/Berlin', hours: { fri: [['09:00', '17:00']], mon: [['09:00', '17:00']] } }))
const from = ['--schedule', office, '--from', '2026-11-20T16:40+01:00']
const pauses = ['2026-11-23T08:00Z/2026-11-23T08:10Z', '2026-11-23T08:20Z/2026-11-23T08:25Z']

t.test('the command line prints when something is due, in UTC, and what was used', async t => {
  t.same(await run('due', ...from, '--minutes', '60'), { said: '2026-11-23T08:40:00.000Z\n', complained: '', code: 0 })
  t.same(await run('elapsed', ...from, '--to', '2026-11-23T08:40Z'), { said: '60\n', complained: '', code: 0 })
})

t.test('pauses are given one by one or in a row', async t => {
  const expected = { said: '2026-11-23T08:55:00.000Z\n', complained: '', code: 0 }
  t.same(await run('due', ...from, '--minutes', '60', '--pause', pauses[0]!, '--pause', pauses[1]!), expected)
  t.same(await run('due', ...from, '--minutes', '60', '--pause', ...pauses), expected)
})

t.test('who leaves something out is told how it is said', async t => {
  for (const args of [[], ['overdue'], ['due', ...from], ['due', '--minutes', '60', '--from', '2026-11-20T16:40Z'], ['elapsed', ...from], ['due', ...from, '--minutes', '60', pauses[0]!]]) {
    const { code, complained, said } = await run(...args)
    t.match({ code, complained, said }, { code: 64, complained: /^Usage: ostiary sla due/, said: '' }, args.join(' '))
  }
})

t.test('a file that is not there, and one that is no schedule, are told apart', async t => {
  t.match(await run('due', '--schedule', path.join(folder, 'none.json'), '--from', '2026-11-20T16:40Z', '--minutes', '60'), { code: 66, complained: /none\.json/ })
  t.match(await run('due', '--schedule', fileOf('bad.json', '{'), '--from', '2026-11-20T16:40Z', '--minutes', '60').catch((error: unknown) => error), { fields: { schedule: { key: 'sla.cli.no_json' } } })
})

t.test('a number that is none, no target and ten years are refused', async t => {
  for (const minutes of ['0', 'soon', '1e9', '5256000', '']) t.match(await run('due', ...from, '--minutes', minutes).catch((error: unknown) => error), { fields: { minutes: { key: 'sla.cli.bad_target' } } }, minutes)
})

async function run (...args: string[]) {
  let [said, complained] = ['', '']
  const code = await runSla(args, { say: text => { said += text; return 0 }, complain: (text, code) => { complained += text; return code } })
  return { said, complained, code }
}

function fileOf (name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}
