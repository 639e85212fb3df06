import t from 'tap'
import { addAgent } from '../../src/accounts/commands/save-agent.js'
import { Session } from '../../src/accounts/session.entity.js'
import { day, hour, minute } from '../../src/platform/clock.js'
import { Browser, findAgentBy, onDesk, password, riverside, runLetIn, secretFor } from './support.js'

onDesk('an agent signs in, is let onto the desk and out again', async (t, { app }) => {
  const browser = new Browser(app)

  const stranger = await browser.get('/desk/me?from=here')
  t.equal(stranger.statusCode, 303)
  t.equal(stranger.headers.location, '/desk/sign-in?next=%2Fdesk%2Fme%3Ffrom%3Dhere')
  t.match((await browser.get('/desk/sign-in?next=/desk/me')).body, 'Drafts are kept')

  const signedIn = await browser.post('/desk/sign-in', { email: ` ${riverside.email.toUpperCase()} `, password, next: '/desk/me' })
  t.equal(signedIn.statusCode, 303)
  t.equal(signedIn.headers.location, '/desk/me')
  t.match((await browser.get('/desk/me')).body, 'Ines Duarte')
  t.equal((await browser.get('/desk/sign-in')).statusCode, 303, 'who is in need not sign in')

  t.equal((await browser.post('/desk/sign-out')).statusCode, 303)
  t.equal((await browser.get('/desk/me')).statusCode, 303)
})

onDesk('signing in always gives a new session, and a planted one opens nothing', async (t, { app, platform }) => {
  const browser = new Browser(app)
  browser.cookies.set('sid', 'planted.by-somebody')

  await browser.signIn()
  const first = browser.cookies.get('sid')
  t.not(first, 'planted.by-somebody')
  await browser.signIn()
  t.not(browser.cookies.get('sid'), first)

  const old = new Browser(app)
  old.cookies.set('sid', first ?? '')
  t.equal((await old.get('/desk/me')).statusCode, 303, 'the id from before is void')
  t.equal(await platform.db.read.count(Session), 1)
})

onDesk('wrong pairs get one answer, whoever they are for', async (t, { app, asSystem, platform }) => {
  await addAgent(asSystem, { name: 'Off', email: 'off@riverside.example', locale: 'en', adminRights: [], memberships: [], teamIds: [], scheduleId: null, capacity: null })
  const { passwordHash } = await findAgentBy({ app, asSystem, platform }, riverside.email)

  const answers = []
  for (const [email, secret] of [[riverside.email, 'wrong password'], ['nobody@riverside.example', password], ['off@riverside.example', password], [riverside.email, passwordHash ?? ''], [`${riverside.email}\u00e9`, password], [riverside.email, 'x'.repeat(2000)]]) {
    const answer = await new Browser(app).post('/desk/sign-in', { email: email ?? '', password: secret ?? '' })
    answers.push([answer.statusCode, answer.body.includes('do not belong together'), answer.cookies.length])
  }
  t.strictSame(answers, answers.map(() => [422, true, 0]))
})

onDesk('guessing is braked and the owner gets in again later', async (t, { app, platform }) => {
  const browser = new Browser(app)
  for (let turn = 0; turn < 10; turn++) t.equal((await browser.signIn(riverside.email, 'wrong password')).statusCode, 422)

  const braked = await browser.signIn()
  t.equal(braked.statusCode, 429)
  t.ok(Number(braked.headers['retry-after']) > 0)
  t.match(braked.body, 'Too many tries')

  platform.clock.advance(16 * minute)
  t.equal((await browser.signIn()).statusCode, 303)
})

onDesk('after signing in, only paths of ours are gone to', async (t, { app }) => {
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/..//evil.example', '/%0d%0aSet-Cookie:x', 'javascript:alert(1)', '/\t/evil.example', 'desk', '/.//evil.example']) {
    const { headers } = await new Browser(app).post('/desk/sign-in', { email: riverside.email, password, next })
    const target = new URL(String(headers.location), 'http://own.example')
    t.equal(target.origin, 'http://own.example', next)
    t.notMatch(String(headers.location), /^\/\//, next)
  }
})

onDesk('a forgotten password is replaced once, by a link that does not last', async (t, desk) => {
  const { app, platform } = desk
  const { id } = await findAgentBy(desk, riverside.email)
  const other = new Browser(app)
  await other.signIn()
  const browser = new Browser(app)

  t.equal((await browser.post('/desk/forgotten', { email: riverside.email })).headers.location, '/desk/sent')
  t.equal((await browser.post('/desk/forgotten', { email: 'nobody@riverside.example' })).headers.location, '/desk/sent')
  t.match(await runLetIn(desk), [{ purpose: 'reset_agent', agentId: id }])

  const secret = await secretFor(desk, { purpose: 'reset_agent', agentId: id })
  t.match((await browser.get(`/desk/password/${secret}`)).body, 'Choose your new password')
  t.equal((await browser.post(`/desk/password/${secret}`, { password: 'short' })).statusCode, 422)
  t.equal((await browser.post(`/desk/password/${secret}`, { password: 'a brand new sentence' })).statusCode, 303)
  t.equal((await browser.post(`/desk/password/${secret}`, { password: 'another new sentence' })).statusCode, 404, 'once only')
  t.equal((await other.get('/desk/me')).statusCode, 303, 'other browsers are signed out')
  t.equal((await browser.signIn(riverside.email, 'a brand new sentence')).statusCode, 303)

  const late = await secretFor(desk, { purpose: 'reset_agent', agentId: id })
  platform.clock.advance(hour + minute)
  t.equal((await browser.get(`/desk/password/${late}`)).statusCode, 404)
  t.equal((await browser.post(`/desk/password/${late}`, { password: 'another new sentence' })).statusCode, 404)
})

onDesk('nothing but the very token opens a reset, whatever an engine takes for equal', async (t, desk) => {
  const { id } = await findAgentBy(desk, riverside.email)
  const secret = await secretFor(desk, { purpose: 'reset_agent', agentId: id })
  const browser = new Browser(desk.app)

  for (const guess of ['%25', '_', '*', '%20', '%09', '%00', `${secret}%20`, secret.toUpperCase(), secret.slice(0, -1), 'a'.repeat(500)]) {
    t.equal((await browser.post(`/desk/password/${guess}`, { password: 'a brand new sentence' })).statusCode, 404, guess.slice(0, 60))
  }
  t.equal((await browser.get(`/password/${secret}`)).statusCode, 404, 'an agent’s token is none of a requester')
  t.equal((await browser.get(`/sign-in/link/${secret}`)).statusCode, 404)
  t.equal((await browser.get(`/desk/password/${secret}`)).statusCode, 200)
})

onDesk('agents change their password with the present one, and other browsers are signed out', async (t, { app }) => {
  const [browser, other] = [new Browser(app), new Browser(app)]
  await browser.signIn()
  await other.signIn()

  const wrong = await browser.post('/desk/me/password', { current: 'wrong', password: 'a brand new sentence' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, 'This is not your present password')
  t.equal((await browser.post('/desk/me/password', { current: password, password: 'a brand new sentence' })).statusCode, 303)

  t.equal((await browser.get('/desk/me')).statusCode, 200)
  t.equal((await other.get('/desk/me')).statusCode, 303)
})

onDesk('agents see where they are signed in and end it, but only their own', async (t, desk) => {
  const { app, asSystem, platform } = desk
  await addAgent(asSystem, { name: 'Ben', email: 'ben@riverside.example', locale: 'en', adminRights: [], memberships: [], teamIds: [], scheduleId: null, capacity: null })
  const secret = await secretFor(desk, { purpose: 'invite_agent', agentId: (await findAgentBy(desk, 'ben@riverside.example')).id })
  const [browser, phone, ben] = [new Browser(app), new Browser(app, { 'user-agent': 'Mozilla/5.0 (iPhone) Safari/605' }), new Browser(app)]
  t.match((await ben.get(`/desk/password/${secret}`)).body, 'Welcome')
  await ben.post(`/desk/password/${secret}`, { password })
  for (const each of [browser, phone]) await each.signIn()
  await ben.signIn('ben@riverside.example')

  const { body } = await browser.get('/desk/me')
  t.match(body, 'Safari, iPhone')
  const sessions = await platform.db.read.find(Session)
  const [phones, bens] = [sessions.find(each => each.browser.includes('iPhone')), sessions.find(each => each.agentId !== sessions[0]?.agentId || each.agentId !== 1)]
  t.equal((await browser.post('/desk/me/ended-sessions', { session: phones?.idDigest ?? '' })).statusCode, 303)
  t.equal((await phone.get('/desk/me')).statusCode, 303)
  t.equal((await browser.post('/desk/me/ended-sessions', { session: bens?.idDigest ?? '' })).statusCode, 404)
  t.equal((await ben.get('/desk/me')).statusCode, 200)
})

onDesk('agents look after their own page; a stale form is stopped with what was typed', async (t, desk) => {
  const browser = new Browser(desk.app)
  await browser.signIn()
  const values = { version: 1, name: 'Ines  Maria Duarte', locale: 'de', timeZone: 'America/New_York', signature: 'Greetings\nInes', theme: 'dark', notifications: ['assigned_to_you'], passwordHash: 'x', adminRights: 'system', isActive: '' }

  t.equal((await browser.post('/desk/me', values)).statusCode, 303)
  const agent = await findAgentBy(desk, riverside.email)
  t.match(agent, { name: 'Ines Maria Duarte', locale: 'de', timeZone: 'America/New_York', takesTickets: false, isActive: true, version: 2 })
  t.strictSame(agent.preferences, { keys: false, theme: 'dark' })
  t.equal(agent.adminRights.length, 5, 'a form cannot carry more than its fields')
  t.equal(agent.notifications.assigned_to_you, true)
  t.equal(agent.notifications.target_missed, false)

  const stale = await browser.post('/desk/me', { ...values, name: 'Typed meanwhile' })
  t.equal(stale.statusCode, 409)
  t.match(stale.body, 'Typed meanwhile')
  t.match(stale.body, 'lang="de"', 'in the language that was chosen')
})

onDesk('absences are whole days where the agent is', async (t, desk) => {
  const browser = new Browser(desk.app)
  await browser.signIn()

  t.equal((await browser.post('/desk/me/absences', { starts: '2026-12-24', ends: '2026-12-23' })).statusCode, 422)
  t.match((await browser.post('/desk/me/absences', { starts: '24.12.', ends: '' })).body, 'Enter a day')
  t.equal((await browser.post('/desk/me/absences', { starts: '2026-12-24', ends: '2027-01-01', reason: 'Holidays' })).statusCode, 303)

  const { body } = await browser.get('/desk/me')
  t.match(body, '24 December to 1 January 2027')
  const path = /\/desk\/me\/absences\/\d+\/removal/.exec(body)?.[0] ?? ''
  t.equal((await browser.post(path)).statusCode, 303)
  t.equal((await browser.post(path)).statusCode, 404)
})

onDesk('an agent’s session ends when unused and in any case after a week', async (t, { app, platform }) => {
  const [idle, busy] = [new Browser(app), new Browser(app)]
  await idle.signIn()
  await busy.signIn()

  platform.clock.advance(11 * hour)
  t.equal((await busy.get('/desk/me')).statusCode, 200)
  await new Promise(resolve => { setImmediate(resolve) })
  platform.clock.advance(2 * hour)
  t.equal((await idle.get('/desk/me')).statusCode, 303)

  for (let turn = 0; turn < 20 && (await busy.get('/desk/me')).statusCode === 200; turn++) {
    await platform.db.transaction(async manager => manager.query('UPDATE sessions SET seen_at = ?', [platform.clock.now().getTime() + 10 * hour]))
    platform.clock.advance(10 * hour)
  }
  t.equal((await busy.get('/desk/me')).statusCode, 303)
  t.ok(platform.clock.now().getTime() < Date.parse('2026-11-23T08:00:00Z') + 8 * day)
})

t.end()
