import t from 'tap'
import { loadAgentActor } from '../../src/accounts/actor.queries.js'
import { Agent } from '../../src/accounts/agent.entity.js'
import { Membership } from '../../src/accounts/membership.entity.js'
import { Role } from '../../src/accounts/role.entity.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { Job } from '../../src/platform/jobs/job.entity.js'
import { Browser, findAgentBy, onDesk, password, riverside, secretFor, type Desk } from './support.js'

const ben = { name: 'Ben Ortiz', email: 'Ben@riverside.example', locale: 'en', memberships: ['1:2'], scheduleId: '1', capacity: '15' }

async function signedInAs (desk: Desk, email: string): Promise<Browser> {
  const browser = new Browser(desk.app)
  if (email === riverside.email) await browser.signIn()
  else {
    const { id } = await findAgentBy(desk, email)
    await browser.post(`/desk/password/${await secretFor(desk, { purpose: 'invite_agent', agentId: id })}`, { password })
    await browser.signIn(email)
  }
  return browser
}

onDesk('an admin adds an agent, who is invited and sees the new department at once', async (t, desk) => {
  const { platform } = desk
  const ines = await signedInAs(desk, riverside.email)

  t.match((await ines.get('/admin/agents/new')).body, 'Add and mail an invitation')
  t.equal((await ines.post('/admin/agents', ben)).headers.location, '/admin/agents')

  const agent = await findAgentBy(desk, 'ben@riverside.example')
  t.match(agent, { name: 'Ben Ortiz', capacity: 15, scheduleId: 1, passwordHash: null, adminRights: [], isActive: true, takesTickets: true })
  t.match(await platform.db.read.findBy(Job, { name: 'mail-access' }), [{ payload: { purpose: 'invite_agent', agentId: agent.id } }])
  t.equal((await loadAgentActor(platform.db.read, agent.id))?.departments.get(1)?.has('ticket.reply'), true)
  const { body } = await ines.get('/admin/agents')
  t.match(body, 'Ben Ortiz')
  t.match(body, 'Invited')
  t.match(await platform.db.read.find(AuditEntry, { order: { id: 'DESC' }, take: 1 }), [{ action: 'agent.created', agentName: 'Ines Duarte', subjectName: 'Ben Ortiz' }])
})

onDesk('bad values of an agent are named, and what was typed stays', async (t, desk) => {
  const ines = await signedInAs(desk, riverside.email)
  for (const [values, words] of [
    [{ email: riverside.email }, 'Another agent has this address'], [{ email: 'ben' }, 'like name@example.org'], [{ name: ' ' }, 'Enter a name'], [{ capacity: 'many' }, 'Enter a whole number'],
    [{ memberships: ['1:99'] }, 'Choose one of the options'], [{ teams: ['7'] }, 'Choose one of the options'], [{ scheduleId: '99' }, 'Choose one of the options']
  ] as const) {
    const refused = await ines.post('/admin/agents', { ...ben, ...values } as never)
    t.equal(refused.statusCode, 422, words)
    t.match(refused.body, words)
    t.match(refused.body, 'Error:', words)
  }
  t.equal(await desk.platform.db.read.count(Agent), 1)
})

onDesk('rights that are taken away are gone at the next click, and an agent who is off is out', async (t, desk) => {
  const { platform } = desk
  const ines = await signedInAs(desk, riverside.email)
  await ines.post('/admin/agents', { ...ben, adminRights: ['people'] })
  const { id } = await findAgentBy(desk, 'ben@riverside.example')
  const benBrowser = await signedInAs(desk, 'ben@riverside.example')
  t.equal((await benBrowser.get('/admin/agents')).statusCode, 200)

  t.equal((await ines.post(`/admin/agents/${id}`, { ...ben, version: 1, adminRights: [], isActive: 'yes', memberships: [''] })).statusCode, 303)
  t.equal((await benBrowser.get('/admin/agents')).statusCode, 404)
  t.equal((await loadAgentActor(platform.db.read, id))?.departments.size, 0)
  t.equal(await platform.db.read.countBy(Membership, { agentId: id }), 0)

  const off = await ines.post(`/admin/agents/${id}`, { ...ben, version: 2 })
  t.equal(off.headers.location, `/admin/agents/${id}`)
  t.match((await ines.get(`/admin/agents/${id}`)).body, 'No open ticket waits for Ben Ortiz')
  t.equal((await benBrowser.get('/desk/me')).statusCode, 303)
  t.equal((await benBrowser.signIn('ben@riverside.example')).statusCode, 422)
})

onDesk('a form that is not of now is stopped', async (t, desk) => {
  const ines = await signedInAs(desk, riverside.email)
  await ines.post('/admin/agents', ben)
  const { id } = await findAgentBy(desk, 'ben@riverside.example')
  await ines.post(`/admin/agents/${id}`, { ...ben, version: 1, isActive: 'yes', name: 'Ben O.' })

  const stale = await ines.post(`/admin/agents/${id}`, { ...ben, version: 1, isActive: 'yes', name: 'Benjamin' })

  t.equal(stale.statusCode, 409)
  t.match(stale.body, 'value="Benjamin"')
  t.equal((await findAgentBy(desk, 'ben@riverside.example')).name, 'Ben O.')
})

onDesk('nobody gives or takes rights that they do not hold, nor takes over a stronger account', async (t, desk) => {
  const ines = await signedInAs(desk, riverside.email)
  await ines.post('/admin/agents', { ...ben, adminRights: ['people'] })
  const [benAgent, inesAgent] = [await findAgentBy(desk, 'ben@riverside.example'), await findAgentBy(desk, riverside.email)]
  const browser = await signedInAs(desk, 'ben@riverside.example')
  const inesForm = { name: 'Ines Duarte', email: riverside.email, locale: 'en', memberships: ['1:1'], version: 1, isActive: 'yes' }

  t.equal((await browser.post(`/admin/agents/${benAgent.id}`, { ...ben, version: 1, isActive: 'yes', adminRights: ['people', 'system'] })).statusCode, 422)
  t.equal((await browser.post(`/admin/agents/${inesAgent.id}`, { ...inesForm, adminRights: ['people'], email: 'eve@riverside.example' })).statusCode, 403)
  t.equal((await browser.post(`/admin/agents/${inesAgent.id}`, { ...inesForm, adminRights: ['people'], isActive: '' })).statusCode, 403)
  t.equal((await browser.post(`/admin/agents/${inesAgent.id}`, { ...inesForm, adminRights: ['people'] })).statusCode, 303)
  t.equal((await findAgentBy(desk, riverside.email)).adminRights.length, 5, 'fixed rights are not in the form and stay')
  t.equal((await browser.post(`/admin/agents/${inesAgent.id}/invitations`)).statusCode, 404)
})

onDesk('somebody always keeps the right to look after agents', async (t, desk) => {
  const ines = await signedInAs(desk, riverside.email)
  const { id } = await findAgentBy(desk, riverside.email)
  const values = { name: 'Ines', email: riverside.email, locale: 'en', memberships: ['1:1'], version: 1 }

  t.match((await ines.post(`/admin/agents/${id}`, { ...values, isActive: 'yes', adminRights: ['mail'] })).body, 'Somebody has to keep the right')
  t.equal((await ines.post(`/admin/agents/${id}`, { ...values, adminRights: ['people'] })).statusCode, 422)
})

onDesk('roles say what may be done, apply at once, and go only when nobody has them', async (t, desk) => {
  const { platform } = desk
  const ines = await signedInAs(desk, riverside.email)
  t.match((await ines.get('/admin/roles')).body, 'See tickets')

  t.equal((await ines.post('/admin/roles', { name: 'Helper', permissions: ['ticket.note', 'everything'] })).statusCode, 303)
  const helper = await platform.db.read.findOneByOrFail(Role, { name: 'Helper' })
  t.strictSame(helper.permissions, ['ticket.read', 'ticket.note'], 'whoever may do anything may also see')
  t.equal((await ines.post('/admin/roles', { name: 'Helper', permissions: ['ticket.read'] })).statusCode, 422)
  t.equal((await ines.post('/admin/roles', { name: 'Nothing' })).statusCode, 422)

  const { id } = await findAgentBy(desk, riverside.email)
  t.equal((await ines.post('/admin/roles/1', { version: 1, name: 'Lead', permissions: ['ticket.read'] })).statusCode, 303)
  t.strictSame([...(await loadAgentActor(platform.db.read, id))?.departments.get(1) ?? []], ['ticket.read'])
  t.equal((await ines.post('/admin/roles/1', { version: 1, name: 'Lead', permissions: ['ticket.read'] })).statusCode, 409)
  t.equal((await ines.post('/admin/roles/1/removal')).statusCode, 409)
  t.equal((await ines.post(`/admin/roles/${helper.id}/removal`)).statusCode, 303)
  t.equal((await ines.post(`/admin/roles/${helper.id}/removal`)).statusCode, 404)
})

onDesk('an admin notes the absence of an agent and invites once more', async (t, desk) => {
  const ines = await signedInAs(desk, riverside.email)
  await ines.post('/admin/agents', ben)
  const { id } = await findAgentBy(desk, 'ben@riverside.example')
  const path = `/admin/agents/${id}`

  t.equal((await ines.post(`${path}/absences`, { starts: '2026-11-23', ends: '2026-11-27', reason: 'Ill' })).statusCode, 303)
  t.match((await ines.get('/admin/agents')).body, 'Away')
  const removal = new RegExp(`${path}/absences/\\d+/removal`).exec((await ines.get(path)).body)?.[0] ?? ''
  t.equal((await ines.post(removal)).statusCode, 303)
  t.equal((await ines.post(`${path}/absences`, { starts: '2020-11-23', ends: '2020-11-27' })).statusCode, 422)

  const secret = await secretFor(desk, { purpose: 'invite_agent', agentId: id })
  t.equal((await ines.post(`${path}/invitations`)).statusCode, 303)
  t.equal((await desk.platform.db.read.findBy(Job, { name: 'mail-access' })).length, 2)
  await secretFor(desk, { purpose: 'invite_agent', agentId: id })
  t.equal((await new Browser(desk.app).get(`/desk/password/${secret}`)).statusCode, 404, 'the invitation before is void')
})

onDesk('agents without the right meet a page that does not exist', async (t, desk) => {
  const ines = await signedInAs(desk, riverside.email)
  await ines.post('/admin/agents', { ...ben, adminRights: ['mail'] })
  const browser = await signedInAs(desk, 'ben@riverside.example')

  for (const path of ['/admin/agents', '/admin/agents/1', '/admin/agents/new', '/admin/roles', '/admin/roles/1']) t.equal((await browser.get(path)).statusCode, 404, path)
  for (const path of ['/admin/agents', '/admin/agents/1', '/admin/roles', '/admin/roles/1/removal', '/admin/agents/1/invitations']) t.equal((await browser.post(path, ben)).statusCode, 404, path)
  t.equal((await new Browser(desk.app).get('/admin/agents')).headers.location, '/desk/sign-in?next=%2Fadmin%2Fagents')
})

t.end()
