import t from 'tap'
import { Agent } from '../../src/accounts/agent.entity.js'
import { Role } from '../../src/accounts/role.entity.js'
import { Schedule } from '../../src/schedules/schedule.entity.js'
import { findOrganisation } from '../../src/settings/organisation.js'
import { createAdmin } from '../../src/setup/commands/create-admin.js'
import { ensureSetupToken } from '../../src/setup/setup-token.js'
import { SlaPolicy } from '../../src/sla/sla-policy.entity.js'
import { Topic } from '../../src/topics/topic.entity.js'
import { Browser, onDesk, password, riverside } from './support.js'

onDesk('until somebody is there, every page leads to the set-up, which needs the printed token', async (t, { app, platform }) => {
  const browser = new Browser(app)

  for (const path of ['/', '/desk', '/admin/agents', '/requests', '/nothing']) t.equal((await browser.get(path)).headers.location, '/setup', path)
  t.equal((await browser.get('/setup')).statusCode, 404)
  t.equal((await browser.get('/setup?token=%25')).statusCode, 404)
  t.equal((await browser.post('/setup', { token: 'x', ...riverside })).statusCode, 404)

  const token = await ensureSetupToken(platform)
  t.match((await browser.get(`/setup?token=${token}`)).body, 'Who opens the door?')
}, { isSetUp: false })

onDesk('setting up furnishes the house, signs the admin in and closes the door behind it', async (t, { app, platform }) => {
  const browser = new Browser(app)
  const [token, second] = [await ensureSetupToken(platform), await ensureSetupToken(platform)]

  const refused = await browser.post('/setup', { token: token ?? '', ...riverside, email: 'ines', password: 'short', timeZone: 'Mars/Olympus' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'value="Riverside Help"', 'what was typed is still there')
  t.match(refused.body, 'href="#email"')
  t.notMatch(refused.body, 'short"')

  const done = await browser.post('/setup', { token: token ?? '', ...riverside, locale: 'de' })
  t.equal(done.headers.location, '/desk')
  t.equal((await browser.get('/desk')).statusCode, 200)

  t.match(await findOrganisation(platform.db.read), { name: 'Riverside Help', timeZone: 'Europe/Berlin', defaultLocale: 'de', languages: ['de', 'en'], mailAddress: 'help@riverside.example' })
  t.strictSame((await platform.db.read.find(Role, { order: { id: 'ASC' } })).map(role => [role.name, role.permissions.length]), [['Leitung', 11], ['Agent', 8], ['Nur lesen', 1]])
  t.match(await platform.db.read.find(Schedule), [{ isDefault: true, openingHours: { timeZone: 'Europe/Berlin', hours: { fri: [{ from: '09:00', to: '17:00' }], sat: [] } } }])
  t.match(await platform.db.read.find(SlaPolicy), [{ isActive: true, targets: { 2: { first_response: 240, next_response: 240, resolution: 1440 } } }])
  t.match(await platform.db.read.find(Topic), [{ isPublic: true, isActive: true }])
  t.equal((await platform.db.read.findOneByOrFail(Agent, { email: riverside.email })).adminRights.length, 5)

  t.equal((await browser.get(`/setup?token=${second}`)).statusCode, 404)
  t.equal((await browser.post('/setup', { token: second ?? '', ...riverside, email: 'eve@riverside.example' })).statusCode, 404)
  t.equal(await ensureSetupToken(platform), null)
}, { isSetUp: false })

onDesk('of two who set up at once, one does', async (t, { app, platform }) => {
  const [one, two] = [await ensureSetupToken(platform), await ensureSetupToken(platform)]

  const answers = await Promise.all([one, two].map(async (token, place) => new Browser(app).post('/setup', { token: token ?? '', ...riverside, email: `admin${place}@riverside.example` })))

  t.strictSame(answers.map(answer => answer.statusCode).sort(), [303, 404])
  t.equal(await platform.db.read.count(Agent), 1)
}, { isSetUp: false })

onDesk('an admin can be made without the page, with a password or with a link to choose one', async (t, { app, asSystem, platform }) => {
  t.equal(await createAdmin(asSystem, { name: 'Ines Duarte', email: riverside.email, password }), null)
  t.equal((await new Browser(app).signIn()).statusCode, 303)

  const path = await createAdmin(asSystem, { name: 'Ben Ortiz', email: 'ben@riverside.example', password: null })
  t.match((await new Browser(app).get(path ?? '')).body, 'Welcome')
  t.equal((await new Browser(app).post(path ?? '', { password })).statusCode, 303)
  t.equal((await new Browser(app).signIn('ben@riverside.example')).statusCode, 303)

  await t.rejects(createAdmin(asSystem, { name: 'Ben', email: 'ben@riverside.example', password }), { message: 'refusal.invalid_fields' })
  t.equal(await ensureSetupToken(platform), null)
}, { isSetUp: false })

t.end()
