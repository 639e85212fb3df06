import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { Role } from '../../src/accounts/role.entity.js'
import { Membership } from '../../src/accounts/membership.entity.js'
import { permissions } from '../../src/platform/actor.js'
import { addMacro, type MacroValues } from '../../src/rules/commands/save-macro.js'
import { MacroRun } from '../../src/rules/macro-run.entity.js'
import { Macro } from '../../src/rules/macro.entity.js'
import { Team } from '../../src/teams/team.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { inWorld, type World } from '../support/world.js'

type Values = Record<string, string | string[]>

async function openDesk ({ platform }: World, agentId: number) {
  const app = await openTestApp(platform)
  const cookie = await cookieFor(platform, { agentId })
  return {
    close: async () => app.close(),
    get: async (url: string) => app.inject({ url, headers: { cookie } }),
    post: async (url: string, values: Values) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload: form(values) })
  }
}

const withMacro = async ({ as, ana }: World, values: Partial<MacroValues> & Pick<MacroValues, 'actions'>): Promise<Macro> => addMacro(as(ana), { name: 'The macro', departmentId: null, isActive: true, ...values })

const keyIn = (page: string): string => /name="key" value="([^"]+)"/.exec(page)?.[1] ?? ''

inWorld('a macro is written without script, says what it will do, and does it once', async (t, world) => {
  const { platform, ask, agents, ben } = world
  const admin = await openDesk(world, agents.ana.id)
  const desk = await openDesk(world, ben.id)
  t.teardown(async () => Promise.all([admin.close(), desk.close()]))
  const team = await platform.db.read.findOneByOrFail(Team, {})

  let values: Values = { version: '0', actions: '0', name: 'Send to the printers', departmentId: '', isActive: 'on' }
  t.match((await admin.post('/admin/macros', { ...values, act: 'add-action', newAction: 'reply' })).body, 'name="a0.outcome"')
  t.equal(await platform.db.read.count(Macro), 0)
  values = { ...values, actions: '4', 'a0.kind': 'reply', 'a0.value': 'Dear {requester},\nwe look at {number}. {agent}', 'a0.outcome': 'waiting', 'a1.kind': 'set_priority', 'a1.value': '4', 'a2.kind': 'set_team', 'a2.value': String(team.id), 'a3.kind': 'add_tags', 'a3.value': 'printer' }
  t.equal((await admin.post('/admin/macros', values)).statusCode, 303)
  const macro = await platform.db.read.findOneByOrFail(Macro, {})
  t.match(await platform.db.read.findOneBy(AuditEntry, { action: 'macro.created' }), { subjectName: 'Send to the printers' })

  const { id, number } = await ask()
  t.match((await desk.get(`/desk/tickets/${id}`)).body, `/desk/macros?ids=${id}&amp;back=/desk/tickets/${id}`)
  const offer = (await desk.get(`/desk/macros?ids=${id}&back=/desk/tickets/${id}`)).body
  t.match(offer, `we look at ${number}. Ben Ortiz`, 'what it will say is shown before')
  t.match(offer, /give to team <b>Printing<\/b>/)

  const run = { key: keyIn(offer), ids: String(id), back: `/desk/tickets/${id}` }
  for (let times = 0; times < 2; times += 1) t.equal((await desk.post(`/desk/macros/${macro.id}/runs`, run)).headers.location, `/desk/tickets/${id}`)
  t.match(await platform.db.read.findBy(ThreadEntry, { ticketId: id, kind: 'reply' }), [{ text: `Dear Maria,\nwe look at ${number}. Ben Ortiz`, agentId: ben.id }])
  t.match(await platform.db.read.findOneBy(Ticket, { id }), { priority: 4, teamId: team.id, state: 'waiting' })
  t.match(await platform.db.read.findOneBy(TicketEvent, { ticketId: id, name: 'priority_changed' }), { actorParty: 'agent', actorName: 'Ben Ortiz' })
  t.match(await platform.db.read.findBy(TicketTag, { ticketId: id }), [{ tag: 'printer' }])
  t.equal(await platform.db.read.count(MacroRun), 1)
  t.match((await admin.get('/admin/macros')).body, 'used once in 30 days')
})

inWorld('an agent who may not do a part is told before and after, and nothing is half done', async (t, world) => {
  const { platform, ask, ben, departments } = world
  await platform.db.transaction(async manager => {
    const role = await manager.save(Object.assign(new Role(), { name: 'Writer', description: '', permissions: permissions.filter(name => name !== 'ticket.transfer'), createdAt: platform.clock.now(), version: 1 }))
    await manager.update(Membership, { agentId: ben.id }, { roleId: role.id })
  })
  const macro = await withMacro(world, { name: 'Over to them', actions: [{ kind: 'note', text: 'Not ours.' }, { kind: 'add_tags', tags: ['moved'] }, { kind: 'set_department', departmentId: departments.facilities.id }] })
  const desk = await openDesk(world, ben.id)
  t.teardown(desk.close)
  const { id } = await ask()
  const offer = (await desk.get(`/desk/macros?ids=${id}`)).body
  t.match(offer, 'You may not do this here: nothing will be done.')
  const answer = await desk.post(`/desk/macros/${macro.id}/runs`, { key: keyIn(offer), ids: String(id), back: '/desk' })
  t.equal(answer.statusCode, 403)
  t.match(answer.body, '“Over to them” did nothing, because of “move to department”: ')
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: id, kind: 'note' }), 0)
  t.equal(await platform.db.read.countBy(TicketTag, { ticketId: id }), 0)
  t.equal(await platform.db.read.count(MacroRun), 0)
})

inWorld('a macro runs on many tickets of a queue, each by itself', async (t, world) => {
  const { platform, ask, agents, topics, departments } = world
  const macro = await withMacro(world, { name: 'Rooms', departmentId: departments.it.id, actions: [{ kind: 'add_tags', tags: ['seen'] }, { kind: 'send_mail', to: ['caretaker@riverside.example'], subject: '{subject}', text: 'Look at {number}' }] })
  const desk = await openDesk(world, agents.ana.id)
  t.teardown(desk.close)
  const [one, two, other] = [await ask(), await ask(), await ask({ topicId: topics.heating.id })]
  const query = [one, two, other].map(({ id }) => `ids=${id}`).join('&')
  const offer = (await desk.get(`/desk/macros?${query}&back=/desk/queues/all&agentId=&reason=x`)).body
  t.match(offer, 'For 2 of the 3 tickets')
  t.match((await desk.get('/desk/queues/unassigned')).body, /formmethod="get" formaction="\/desk\/macros"/)
  const ids = [one, two, other].map(({ id }) => String(id))
  const run = { key: keyIn(offer), ids, back: '/desk/queues/unassigned' }
  for (let times = 0; times < 2; times += 1) t.equal((await desk.post(`/desk/macros/${macro.id}/runs`, run)).headers.location, '/desk/queues/unassigned')
  t.same((await platform.db.read.findBy(TicketTag, { tag: 'seen' })).map(({ ticketId }) => ticketId).sort(), [one.id, two.id].sort())
  t.equal(await platform.db.read.count(MacroRun), 2)
  t.equal(await platform.db.read.countBy(TicketEvent, { ticketId: other.id, name: 'tags_changed' }), 0)
})

inWorld('macros and tickets of others are not there, and wrong macros are refused in words', async (t, world) => {
  const { ask, agents, departments, topics } = world
  const macro = await withMacro(world, { name: 'Ours', departmentId: departments.facilities.id, actions: [{ kind: 'note', text: 'x' }] })
  const off = await withMacro(world, { name: 'Off', isActive: false, actions: [{ kind: 'note', text: 'x' }] })
  const [admin, ben] = [await openDesk(world, agents.ana.id), await openDesk(world, agents.ben.id)]
  t.teardown(async () => Promise.all([admin.close(), ben.close()]))
  const { id } = await ask()
  const heating = await ask({ topicId: topics.heating.id })
  const run = { key: '00000000-0000-0000-0000-000000000000', back: '/desk' }
  t.equal((await ben.get(`/desk/macros?ids=${heating.id}`)).statusCode, 404)
  t.notMatch((await ben.get(`/desk/macros?ids=${id}`)).body, /Ours|Off/)
  t.equal((await ben.post(`/desk/macros/${macro.id}/runs`, { ...run, ids: String(id) })).statusCode, 404)
  t.equal((await ben.post(`/desk/macros/${off.id}/runs`, { ...run, ids: String(id) })).statusCode, 404)
  t.equal((await admin.post(`/desk/macros/${macro.id}/runs`, { ...run, ids: String(id) })).statusCode, 403)
  t.equal((await ben.get('/desk/macros')).statusCode, 303)
  t.equal((await ben.get('/admin/macros')).statusCode, 404)

  const base: Values = { version: '0', name: 'Kept', departmentId: '', actions: '1', 'a0.kind': 'note', 'a0.value': 'x' }
  const wrong: Array<[Values, RegExp]> = [
    [{ name: '' }, /href="#name"/], [{ actions: '0' }, /Say what happens/], [{ 'a0.value': '' }, /must not be empty/], [{ 'a0.kind': 'set_agent', 'a0.value': '99' }, /still in use/], [{ 'a0.kind': 'reject', 'a0.value': 'x' }, /not a choice|Choose/i],
    [{ departmentId: '99' }, /not a choice|Choose/i], [{ actions: '2', 'a0.kind': 'set_priority', 'a0.value': '1', 'a1.kind': 'set_priority', 'a1.value': '2' }, /says otherwise/]
  ]
  for (const [values, words] of wrong) {
    const answer = await admin.post('/admin/macros', { ...base, ...values })
    t.equal(answer.statusCode, 422, JSON.stringify(values))
    t.match(answer.body, words)
  }
  t.equal((await admin.post(`/admin/macros/${macro.id}`, { ...base, version: '7' })).statusCode, 409)
  t.equal((await admin.post(`/admin/macros/${macro.id}/removal`, { version: '1' })).statusCode, 303)
  t.equal((await admin.get(`/admin/macros/${macro.id}`)).statusCode, 404)
})
