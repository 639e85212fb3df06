import { addMacro } from '../../../src/rules/commands/save-macro.js'
import { Macro } from '../../../src/rules/macro.entity.js'
import { runMacro } from '../../../src/rules/commands/run-macro.js'
import { listTaskRows } from '../../../src/tickets/tasks/task.queries.js'
import { ThreadEntry } from '../../../src/tickets/thread-entry.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../../support/app.js'
import { refused } from '../../support/refused.js'
import { inWorld } from '../../support/world.js'
import { withRule } from '../../rules/support.js'

inWorld('a rule and a macro put their list on a ticket, with its words filled in', async (t, world) => {
  const { platform, as, ana, ben, ask } = world
  await withRule(world, { actions: [{ kind: 'add_tasks', tasks: ['Check {number}', 'Call {requester}'] }] })
  const { id, number } = await ask()
  t.same((await listTaskRows(platform.db.read, id)).map(({ text }) => text), [`Check ${number}`, 'Call Maria'])

  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const post = async (values: Record<string, string>) => app.inject({ method: 'POST', url: '/admin/macros', headers: { ...ownForm, cookie: await cookieFor(platform, { agentId: ana.id }) }, payload: form({ version: '0', actions: '1', name: 'Leaver', departmentId: '', isActive: 'on', 'a0.kind': 'add_tasks', ...values }) })
  t.equal((await post({ 'a0.value': ' \n ' })).statusCode, 422)
  t.match((await post({ 'a0.value': 'x'.repeat(201) })).body, '201')
  t.equal((await post({ 'a0.value': 'Lock the account\n\n Take back the key ' })).statusCode, 303)
  const macro = await platform.db.read.findOneByOrFail(Macro, {})
  for (let times = 0; times < 2; times += 1) await runMacro(as(ben), { macroId: macro.id, ticketId: id, key: 'once' })
  t.same((await listTaskRows(platform.db.read, id)).map(({ text }) => text), [`Check ${number}`, 'Call Maria', 'Lock the account', 'Take back the key'])

  const solving = await addMacro(as(ana), { name: 'Solve', departmentId: null, isActive: true, actions: [{ kind: 'reply', text: 'Done', outcome: 'resolved' }] })
  t.same(await refused(async () => runMacro(as(ben), { macroId: solving.id, ticketId: id, key: 'solve' })), ['rules.macro.refused'])
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: id, kind: 'reply' }), 0)
})
