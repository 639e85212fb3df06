import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { runApiKey } from '../../src/api-key-command.js'
import { askWith } from '../api/support.js'
import { openTestApp } from '../support/app.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

/** The command line on a desk that stays open. */
function atTheLine ({ platform }: World) {
  return async (...args: string[]) => {
    let [said, complained] = ['', '']
    const code = await runApiKey(args, { say: text => { said += text; return 0 }, complain: (text, code) => { complained += text; return code }, openPlatform: async () => ({ ...platform, close: async () => undefined }) })
    return { said, complained, code }
  }
}

inWorld('a key that is made on the command line holds where and as long as was said', async (t, world) => {
  const { platform, ben, departments, topics, ask } = world
  const run = atTheLine(world)
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const ask1 = askWith(app, '')
  const [mine, other] = [await ask({ topicId: topics.accounts.id }), await ask({ topicId: topics.heating.id })]

  const made = await run('create', '--name', 'Mirror', '--agent', 'BEN@riverside.example', '--scope', 'tickets.read', '--scope', 'tickets.write', '--department', ` ${departments.it.name.toUpperCase()} `, '--department', departments.it.name, '--expires', '90')
  t.match(made, { code: 0, said: /^[0-9A-F]{32}\n$/, complained: '' })
  const key = made.said.trim()
  t.match((await ask1('/me', { key })).body, { agent: { name: ben.name }, key: { expiresAt: '2027-02-22T00:00:00.000Z' }, scopes: ['tickets.read', 'tickets.write'] }, 'ninety days from the 23rd of November, the last one whole')
  t.equal((await ask1(`/tickets/${mine.id}`, { key })).status, 200)
  t.equal((await ask1(`/tickets/${other.id}`, { key })).status, 404)
  platform.clock.set('2027-02-21T23:59:59Z')
  t.equal((await ask1('/me', { key })).status, 200)
  platform.clock.set('2027-02-22T00:00:00Z')
  t.equal((await ask1('/me', { key })).status, 401)

  const wide = await run('create', '--name', 'Wide', '--agent', 'ben@riverside.example', '--scope', 'tickets.read', '--scope', 'audit.read', '--department', departments.it.name, '--expires', '2027-12-31')
  t.match(wide, { code: 0, said: /^[0-9A-F]{32}\n$/, complained: /It does nothing with audit\.read/ }, 'the key alone goes to standard output')
})

inWorld('what is wrong on the command line is said by option, and no key is made', async (t, world) => {
  const { departments } = world
  const run = atTheLine(world)
  const acting = ['--name', 'Mirror', '--agent', 'ben@riverside.example', '--scope', 'tickets.read']
  const cases: Array<[args: string[], refusal: string]> = [
    [[...acting, '--expires', '2026-11-22'], '--expires accounts.api.term_wrong'],
    ...['0', '-1', '12345', 'soon', '', '2027-02-30', '2027-13-01', '1e3', '90 days'].map((typed): [string[], string] => [[...acting, `--expires=${typed}`], '--expires accounts.api.term_wrong']),
    [[...acting, '--department', 'Kitchen'], '--department accounts.api.department_unknown'],
    [[...acting, '--department', ''], '--department accounts.api.department_unknown'],
    [[...acting, '--department', departments.facilities.name], '--department accounts.api.department_not_theirs'],
    [['--name', 'Monitoring', '--department', departments.it.name], '--department accounts.api.departments_of_nobody'],
    [['--name', 'Mirror', '--agent', 'nobody@riverside.example', '--scope', 'tickets.read'], '--agent accounts.api.agent_unknown'],
    [['--name', 'Mirror', '--scope', 'tickets.read'], '--agent accounts.api.agent_missing'],
    [['--name', 'Mirror', '--scope', 'fly'], '--scope accounts.api.scope_unknown'],
    [['--name', 'Monitoring', '--ip', 'here'], '--ip accounts.api.network_wrong'],
    [['--name', ' '], '--name refusal.name_missing']
  ]
  for (const [args, refusal] of cases) t.same(await refused(async () => run('create', ...args)), [refusal], args.join(' '))
  for (const args of [[], ['make'], ['create'], ['create', '--expires', '90'], ['revoke'], ['revoke', 'Mirror'], ['revoke', '0'], ['revoke', '1', '2']]) t.match(await run(...args), { code: 64, complained: /Usage: ostiary api-key create/, said: '' }, args.join(' '))
  await t.rejects(run('create', '--name', 'Mirror', '--colour', 'red'), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' })
  await t.rejects(run('create', '--name', 'Mirror', 'tickets.read'), { code: 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL' })
  t.match(await run('list'), { code: 0, said: 'There are no keys.\n' })
})

inWorld('keys are listed and taken out of use on the command line, and none is ever shown again', async (t, world) => {
  const { platform, ana, departments } = world
  const run = atTheLine(world)
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const key = (await run('create', '--name', 'Mirror', '--agent', ana.email, '--scope', 'tickets.read', '--department', departments.it.name, '--ip', '127.0.0.1', '--expires', '2026-12-31')).said.trim()
  await run('create', '--name', 'Monitoring')
  t.equal((await askWith(app, key)('/me')).status, 200)

  const { said } = await run('list')
  t.match(said, new RegExp(`1  ${key.slice(0, 6)}…  Mirror  \\(in use\\)\\n    tickets\\.read\\n    acts for ${ana.name} in ${departments.it.name}; from 127\\.0\\.0\\.1; until 2026-12-31; last used 2026-11-23T08:00:00\\.000Z\\n`))
  t.match(said, /2 {2}[0-9A-F]{6}… {2}Monitoring {2}\(in use\)\n {4}tickets\.create\n {4}acts for nobody; never used\n/)
  const listed = await run('list', '--json')
  t.match(JSON.parse(listed.said), [{ number: 1, name: 'Mirror', state: 'in use', scopes: ['tickets.read'], actsFor: ana.name, departments: [departments.it.name], expiresAt: '2027-01-01T00:00:00.000Z' }, { number: 2, actsFor: null, departments: null, expiresAt: null }])
  for (const text of [said, listed.said]) t.notMatch(text, key)

  t.match(await run('revoke', '1'), { code: 0, said: `“Mirror” (${key.slice(0, 6)}…) is out of use.\n` })
  t.match(await askWith(app, key)('/me'), { status: 401, body: { type: 'urn:ostiary:problem:key-out-of-use' } })
  t.match(await run('revoke', '1'), { code: 0, said: /out of use already/ })
  t.match((await run('list')).said, /Mirror {2}\(out of use\)/)
  t.same(await refused(async () => run('revoke', '4711')), ['number accounts.api.key_unknown'])
  t.match(await platform.db.read.findBy(AuditEntry, { action: 'api_key.updated' }), [{ subjectName: 'Mirror', agentId: null }], 'and who looks into the audit log finds it')
  platform.clock.set('2027-01-01T00:00:00Z')
  await run('create', '--name', 'Short', '--expires', '1')
  platform.clock.set('2027-01-03T00:00:00Z')
  t.match((await run('list')).said, /Short {2}\(expired\)/)
})
