import t from 'tap'
import { Person } from '../../src/accounts/person.entity.js'
import { Session } from '../../src/accounts/session.entity.js'
import { day, hour, minute } from '../../src/platform/clock.js'
import { Department } from '../../src/departments/department.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { endOfTime } from '../../src/tickets/clocks/end-of-time.js'
import { ticketLinkPath } from '../../src/tickets/mailed-links.js'
import { addPerson, Browser, onDesk, password, riverside, runLetIn, secretFor, type Desk } from './support.js'

async function addTicket ({ platform }: Desk, requester: Person, number: string): Promise<Ticket> {
  const now = platform.clock.now()
  return platform.db.transaction(async manager => {
    const [department] = await manager.find(Department)
    const ticket = Object.assign(new Ticket(), {
      number, subject: 'Printer', requesterId: requester.id, topicId: null, departmentId: department?.id, teamId: null, assigneeId: null, priority: 2, source: 'web', state: 'open', statusId: null, waitingOn: 'us',
      waitingSince: now, slaPolicyId: null, nextDueAt: null, sortsAt: endOfTime, dueAt: null, holdReason: null, holdUntil: null, resolvedAt: null, closedAt: null, closesAt: null, remindsAt: null, followsUpAt: null,
      reopenedCount: 0, mergedIntoId: null, lastLine: '', lastParty: 'requester', activeAt: now, createdAt: now, formKey: null, version: 1
    })
    await manager.insert(Ticket, ticket)
    return ticket
  })
}

onDesk('a mailed link lets a requester in once; opening it uses nothing up', async (t, desk) => {
  const { app, platform } = desk
  const maria = await addPerson(desk, 'maria@riverside.example')
  const browser = new Browser(app)

  t.equal((await browser.post('/sign-in', { way: 'link', email: 'Maria@Riverside.example' })).headers.location, '/sign-in/sent')
  t.match(await runLetIn(desk), [{ purpose: 'sign_in', personId: maria.id }])

  const secret = await secretFor(desk, { purpose: 'sign_in', personId: maria.id })
  for (let scan = 0; scan < 3; scan++) t.match((await new Browser(app).get(`/sign-in/link/${secret}`)).body, 'Open my requests')
  t.equal((await browser.post(`/sign-in/link/${secret}`)).headers.location, '/requests')
  t.match((await browser.get('/account')).body, 'maria@riverside.example')
  t.ok((await platform.db.read.findOneByOrFail(Person, { id: maria.id })).verifiedAt)
  t.equal((await new Browser(app).post(`/sign-in/link/${secret}`)).statusCode, 404)
  t.equal((await browser.get('/desk/me')).statusCode, 303, 'the desk stays shut')
})

onDesk('known and unknown addresses get the same answer', async (t, desk) => {
  await addPerson(desk, 'maria@riverside.example')
  const answerFor = async (email: string, values: Record<string, string>) => {
    const { statusCode, headers, body } = await new Browser(desk.app).post('/sign-in', { email, ...values })
    return [statusCode, headers.location, body.replaceAll(email, '')]
  }

  const ways: Array<Record<string, string>> = [{ way: 'link' }, { way: 'code', number: '26-000001' }, { way: 'password', password: 'wrong password' }]
  for (const values of ways) {
    t.strictSame(await answerFor('maria@riverside.example', values), await answerFor('nobody@riverside.example', values), `${values.way}`)
  }
  t.match(await runLetIn(desk), [{ purpose: 'sign_in' }])
})

onDesk('asking for mails is braked per address, whatever is at it', async (t, desk) => {
  await addPerson(desk, 'maria@riverside.example')
  for (const email of ['maria@riverside.example', 'nobody@riverside.example']) {
    const codes = []
    for (let turn = 0; turn < 4; turn++) codes.push((await new Browser(desk.app).post('/sign-in', { way: 'link', email })).statusCode)
    t.strictSame(codes, [303, 303, 303, 429], email)
  }

  t.equal((await runLetIn(desk)).length, 3)
})

onDesk('a number, an address and a mailed code open that one request', async (t, desk) => {
  const { app } = desk
  const [maria, jonas] = [await addPerson(desk, 'maria@riverside.example'), await addPerson(desk, 'jonas@riverside.example')]
  const ticket = await addTicket(desk, maria, '26-000001')
  const browser = new Browser(app)

  t.equal((await browser.post('/sign-in', { way: 'code', email: maria.email, number: ' ' })).statusCode, 422)
  t.equal((await browser.post('/sign-in', { way: 'code', email: jonas.email, number: '26-000001' })).headers.location, '/sign-in/code')
  t.strictSame(await runLetIn(desk), [], 'the request is not his')
  await browser.post('/sign-in', { way: 'code', email: maria.email, number: '26-000001' })
  t.match(await runLetIn(desk), [{ purpose: 'code', personId: maria.id, ticketId: ticket.id }])
  t.match((await browser.get('/sign-in/code')).body, maria.email)

  const code = await secretFor(desk, { purpose: 'code', personId: maria.id, ticketId: ticket.id })
  t.match(code, /^\d{6}$/)
  t.equal((await browser.post('/sign-in/code', { email: jonas.email, code })).statusCode, 422)
  t.equal((await browser.post('/sign-in/code', { email: maria.email, code: `${code.slice(0, 3)} ${code.slice(3)}` })).headers.location, '/requests/26-000001')
  t.match(await desk.platform.db.read.findOneByOrFail(Session, { personId: maria.id }).then(session => JSON.parse(session.data)), { personId: maria.id, onlyTicketId: ticket.id })
  t.equal((await browser.get('/account')).headers.location, '/sign-in?next=%2Faccount', 'one request is not the account')
  t.equal((await browser.post('/account', { name: 'Eve', version: 1 })).statusCode, 303)
  t.equal((await browser.post('/sign-in/code', { email: maria.email, code })).statusCode, 422, 'once only')
})

onDesk('a code is void after five wrong guesses, and after a quarter of an hour', async (t, desk) => {
  const { app, platform } = desk
  const maria = await addPerson(desk, 'maria@riverside.example')
  const ticket = await addTicket(desk, maria, '26-000001')
  const guess = async (code: string) => (await new Browser(app).post('/sign-in/code', { email: maria.email, code })).statusCode

  const code = await secretFor(desk, { purpose: 'code', personId: maria.id, ticketId: ticket.id })
  const wrong = code === '000000' ? '000001' : '000000'
  for (let miss = 0; miss < 5; miss++) t.equal(await guess(wrong), 422)
  t.equal(await guess(code), 422)

  const late = await secretFor(desk, { purpose: 'code', personId: maria.id, ticketId: ticket.id })
  platform.clock.advance(15 * minute)
  t.equal(await guess(late), 422)
})

onDesk('the link in a mail opens its request, stays out of the address and is shut by time, epoch and forgery', async (t, desk) => {
  const { app, platform } = desk
  const [maria, jonas] = [await addPerson(desk, 'maria@riverside.example'), await addPerson(desk, 'jonas@riverside.example')]
  const ticket = await addTicket(desk, maria, '26-000001')
  const linkFor = (person: Person, linkEpoch = 1) => ticketLinkPath(platform.signer, 'ticket', { ticketId: ticket.id, personId: person.id, linkEpoch }, platform.clock.now())
  const browser = new Browser(app)

  const opened = await browser.get(linkFor(maria))
  t.equal(opened.statusCode, 303)
  t.equal(opened.headers.location, '/requests/26-000001')
  t.equal(opened.headers['referrer-policy'], 'no-referrer')
  t.equal((await platform.db.read.findOneByOrFail(Person, { id: maria.id })).verifiedAt, null, 'a GET changes nothing but the visitor’s session')
  const inAlready = browser.cookies.get('sid')
  await browser.get(linkFor(maria))
  t.equal(browser.cookies.get('sid'), inAlready)

  t.equal((await new Browser(app).get(linkFor(jonas))).statusCode, 404)
  t.equal((await new Browser(app).get(linkFor(maria, 2))).statusCode, 404)
  t.equal((await new Browser(app).get(linkFor(maria).slice(0, -2) + 'AA')).statusCode, 404)
  t.equal((await new Browser(app).get('/r/%25')).statusCode, 404)

  const old = linkFor(maria)
  platform.clock.advance(32 * day)
  const expired = await new Browser(app).get(old)
  t.equal(expired.statusCode, 410)
  t.match(expired.body, 'Mail me a fresh link')
  t.equal((await new Browser(app).post(`${old}/fresh`)).headers.location, '/sign-in/sent')
  t.match(await runLetIn(desk), [{ purpose: 'sign_in', personId: maria.id, ticketId: ticket.id }])
})

onDesk('requesters may choose a password, change it with the old one, and lose every way in at once', async (t, desk) => {
  const { app, platform } = desk
  const maria = await addPerson(desk, 'maria@riverside.example')
  const ticket = await addTicket(desk, maria, '26-000001')
  const mailed = ticketLinkPath(platform.signer, 'ticket', { ticketId: ticket.id, personId: maria.id, linkEpoch: 1 }, platform.clock.now())
  const browser = new Browser(app)
  await browser.post(`/sign-in/link/${await secretFor(desk, { purpose: 'sign_in', personId: maria.id })}`)

  t.equal((await browser.post('/account/password', { current: '', password })).statusCode, 303)
  t.equal((await browser.post('/account/password', { current: 'wrong', password: 'a brand new sentence' })).statusCode, 422)
  const other = new Browser(app)
  t.equal((await other.post('/sign-in', { way: 'password', email: maria.email, password, next: '/account' })).headers.location, '/account')
  t.equal((await browser.post('/account/password-link')).statusCode, 303)
  t.match(await runLetIn(desk), [{ purpose: 'reset_person', personId: maria.id }])
  const secret = await secretFor(desk, { purpose: 'reset_person', personId: maria.id })
  t.equal((await new Browser(app).post(`/password/${secret}`, { password: 'a brand new sentence' })).statusCode, 303)
  t.equal((await browser.get('/account')).statusCode, 303, 'a new password signs out everywhere')

  t.equal((await other.post('/sign-in', { way: 'password', email: maria.email, password: 'a brand new sentence' })).statusCode, 303)
  const fresh = await secretFor(desk, { purpose: 'sign_in', personId: maria.id })
  t.equal((await other.post('/account/everywhere')).statusCode, 303)
  t.equal((await other.get('/account')).statusCode, 303)
  t.equal((await new Browser(app).get(mailed)).statusCode, 404)
  t.equal((await new Browser(app).get(`/sign-in/link/${fresh}`)).statusCode, 404)
})

onDesk('requesters change their details, and nothing that is not in the form', async (t, desk) => {
  const maria = await addPerson(desk, 'maria@riverside.example')
  const browser = new Browser(desk.app)
  await browser.post(`/sign-in/link/${await secretFor(desk, { purpose: 'sign_in', personId: maria.id })}`)

  t.equal((await browser.post('/account', { version: 1, name: 'Maria Keller', phone: '+49 621 555', locale: 'de', email: 'eve@riverside.example', linkEpoch: 9 })).statusCode, 303)
  t.match(await desk.platform.db.read.findOneByOrFail(Person, { id: maria.id }), { name: 'Maria Keller', phone: '+49 621 555', locale: 'de', email: 'maria@riverside.example', linkEpoch: 1, version: 2 })
  t.equal((await browser.post('/account', { version: 1, name: 'Maria', phone: '', locale: '' })).statusCode, 409)
  t.equal((await browser.post('/account', { version: 2, name: ' ', phone: 'x'.repeat(61), locale: '' })).statusCode, 422)
})

onDesk('an agent may look at the portal as a requester and stays at the desk', async (t, desk) => {
  const maria = await addPerson(desk, 'maria@riverside.example')
  const browser = new Browser(desk.app)
  await browser.signIn()

  await browser.post(`/sign-in/link/${await secretFor(desk, { purpose: 'sign_in', personId: maria.id })}`)

  t.match((await browser.get('/account')).body, maria.email)
  t.equal((await browser.get('/desk/me')).statusCode, 200)
  await browser.post('/use-another-address')
  t.equal((await browser.get('/account')).statusCode, 303)
})

onDesk('forms from other sites and headers that claim a user are not believed', async (t, { app }) => {
  const foreign = new Browser(app, { 'sec-fetch-site': 'cross-site' })
  t.equal((await foreign.signIn()).statusCode, 403)
  t.equal((await foreign.post('/sign-out')).statusCode, 403)

  const claiming = new Browser(app, { 'x-remote-user': riverside.email, 'x-forwarded-user': riverside.email, host: 'evil.example' })
  t.equal((await claiming.get('/desk/me')).statusCode, 303)
  t.notMatch((await claiming.get('/desk/sign-in')).body, 'evil.example')
})

onDesk('a requester’s session ends after eight idle hours', async (t, desk) => {
  const maria = await addPerson(desk, 'maria@riverside.example')
  const browser = new Browser(desk.app)
  await browser.post(`/sign-in/link/${await secretFor(desk, { purpose: 'sign_in', personId: maria.id })}`)

  desk.platform.clock.advance(8 * hour + minute)

  t.equal((await browser.get('/account')).statusCode, 303)
})

t.end()
