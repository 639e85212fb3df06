import { recordChange } from '../../src/audit/commands/record-change.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld } from '../support/world.js'

inWorld('what admins changed can be read in words, whatever it was and in either language', async (t, world) => {
  const { platform, ana } = world
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: ana.id })
  const page = async (url: string): Promise<string> => (await app.inject({ url, headers: { cookie } })).body

  const plan = formWith(await page('/admin/recurring/new'), 'subject')
  const saved = await app.inject({ method: 'POST', url: plan.action, headers: { ...ownForm, cookie }, payload: bodyOf(plan, { name: 'Fire drill', subject: 'Ring the bell', text: 'At noon.', topicId: String(world.topics.accounts.id), requesterEmail: 'maria@riverside.example', requesterName: 'Maria' }) })
  t.equal(saved.statusCode, 303, /error-summary[^]{0,600}/.exec(saved.body)?.[0] ?? '')
  await platform.db.transaction(async manager => recordChange(manager, world.as(ana), {
    action: 'agent.hand_over_planned', subjectType: 'agent', subjectId: ana.id, subjectName: 'Ana', before: {}, after: { isActive: false, steps: [{ kind: 'strategy', agentId: null }, { kind: 'agent', agentId: 2 }], nobody: {} }
  }))

  const log = await page('/admin/audit')
  t.match(log, 'Recurring ticket: Fire drill')
  t.match(log, 'subject: Ring the bell')
  t.match(log, 'hand-over planned')
  t.match(log, '<b>steps</b>: – became (kind: strategy), (kind: agent, agentId: 2)')
  t.match(log, '<b>isActive</b>: – became no')
  t.notMatch(log.slice(log.indexOf('<tbody>')), /\bnull\b|[[{]|&quot;/, 'the marks of programs are none of it')
  t.match(await page('/admin/audit?kind=plan'), 'Fire drill')
  t.notMatch(await page('/admin/audit?kind=plan'), 'hand-over planned')

  const me = formWith(await page('/desk/me'), 'locale')
  await app.inject({ method: 'POST', url: me.action, headers: { ...ownForm, cookie }, payload: bodyOf(me, { locale: 'de' }) })
  t.match(await page('/admin/audit'), /Wiederkehrendes Ticket: Fire drill[^]*hinzugefügt/)
})
