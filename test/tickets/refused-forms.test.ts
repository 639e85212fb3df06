import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld } from '../support/world.js'

/** Each small form of a ticket by a field of its own, with something that is refused and what has to stay in it. */
const refusals: Array<[field: string, typed: Record<string, string>]> = [
  ['to', { to: 'agent:999', reason: 'Is the door locked?' }],
  ['until', { until: '2020-01-01', reason: 'A lamp was ordered' }],
  ['until', { reason: 'long '.repeat(60).trim(), until: '' }],
  ['departmentId', { departmentId: '999', reason: 'The wrong door' }],
  ['email', { email: 'nobody', name: 'Jo Field' }],
  ['as', { as: 'blocks', number: 'no such number' }],
  ['subject', { subject: 'x'.repeat(201), tags: 'lamp, dark', due: '2026-12-24', priority: '4' }]
]

inWorld('what was typed into a small form of a ticket and refused is still there', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const { id } = await world.ask()
  const cookie = await cookieFor(world.platform, { agentId: world.ana.id })
  const page = (await app.inject({ url: `/desk/tickets/${id}`, headers: { cookie } })).body

  for (const [field, typed] of refusals) {
    const form = formWith(page, field)
    const answer = await app.inject({ method: 'POST', url: form.action, headers: { ...ownForm, cookie }, payload: bodyOf(form, typed) })
    t.equal(answer.statusCode, 422, field)
    const shown = Object.fromEntries(new URLSearchParams(bodyOf(formWith(answer.body, field), {})))
    const { to, departmentId, ...kept } = typed
    t.match(shown, kept, field)
  }
})
