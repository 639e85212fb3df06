import t from 'tap'
import { Agent } from '../../src/accounts/agent.entity.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { MailTemplate } from '../../src/notifications/mail-template.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { templateNames } from '../../src/notifications/templates.js'
import type { AdminRight } from '../../src/platform/actor.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { engines } from '../support/engines.js'
import { change, furnish, noon, openHouse, type House } from './support.js'

let counted = 0
const addMail = async (house: House, more: Partial<Mail> = {}): Promise<Mail> => house.add(Mail, {
  causeKey: `cause ${++counted}`, messageId: `<m.${counted}@help.riverside.example>`, ticketId: null, template: 'new_reply', toAddress: 'maria.keller@post.example', toName: 'Maria Keller',
  fromAddress: 'help@riverside.example', fromName: 'Help', subject: `Re: <b>Printer</b> ${counted}`, html: '<p>Hello <a href="https://help.riverside.example/r/WzFd.AbC-d_9">here</a></p>',
  text: 'Hello https://help.riverside.example/r/WzFd.AbC-d_9\n', headers: { 'X-Loop': 'help@riverside.example' }, state: 'sent', attempts: 1, lastError: null, createdAt: noon, sentAt: noon, ...more
})

for (const engine of engines) {
  t.test(engine, async t => {
    // The test's cookie is one for plain http.
    const house = await openHouse(engine, { BASE_URL: 'http://localhost:3000' })
    const { ana, ben, cleo, ticket } = await furnish(house)
    const app = await openTestApp(house)
    t.teardown(async () => { await app.close(); await house.close() })
    t.beforeEach(async () => change(house, async manager => { for (const table of ['mails', 'mail_templates', 'jobs', 'audit_entries']) await manager.query(`DELETE FROM ${table}`) }))

    const give = async (agent: Agent, adminRights: AdminRight[]) => change(house, async manager => manager.update(Agent, { id: agent.id }, { adminRights }))
    await give(ana, ['mail'])
    await give(ben, ['people'])
    await give(cleo, ['mail', 'people'])
    const [asAna, asBen, asCleo] = await Promise.all([ana, ben, cleo].map(async ({ id }) => cookieFor(house, { agentId: id })))
    const get = async (url: string, cookie = asAna) => app.inject({ url, headers: { cookie } })
    const post = async (url: string, values = {}, cookie = asAna) => app.inject({ method: 'POST', url, headers: { cookie, ...ownForm }, payload: form(values) })

    t.test('to admins without the right, the mail pages do not exist', async t => {
      const { id } = await addMail(house)
      for (const url of ['/admin/mails', `/admin/mails/${id}`, `/admin/mails/${id}/body`, '/admin/mail-templates', '/admin/mail-templates/closed/en', '/admin/mail-templates/closed/en/preview']) {
        t.equal((await get(url, asBen)).statusCode, 404, url)
        t.equal((await app.inject(url)).statusCode, 303, url)
      }
      for (const url of [`/admin/mails/${id}/retries`, '/admin/mail-templates/closed/en', '/admin/mail-templates/closed/en/standard', '/admin/mail-templates/closed/en/preview']) t.equal((await post(url, {}, asBen)).statusCode, 404, url)
    })

    t.test('the older list of mails leads to the ledger under the same filter', async t => {
      const ways = {
        '': 'direction=out', '?state=failed': 'direction=out&group=undelivered', '?state=queued': 'direction=out&group=waiting', '?state=sent': 'direction=out', '?address=Jonas%40post.example': 'direction=out&q=Jonas%40post.example',
        [`?ticket=${ticket.number}`]: `direction=out&q=%23${ticket.number}`, '?state=constructor&before=9': 'direction=out', '?address=%2F%2Fevil.example': 'direction=out&q=%2F%2Fevil.example'
      }
      for (const [query, there] of Object.entries(ways)) t.equal((await get(`/admin/mails${query}`)).headers.location, `/admin/ledger?${there}`, query)
      await addMail(house, { ticketId: ticket.id })
      await addMail(house)
      const rows = async (url: string) => (await get(url)).body.match(/<th scope="row">/g)?.length ?? 0
      t.equal(await rows(`/admin/ledger?direction=out&q=%23${ticket.number}`), 1)
      t.equal(await rows('/admin/ledger?direction=out&q=%23none'), 0)
    })

    t.test('a mail is shown in a frame that runs nothing, without its reader’s links', async t => {
      const { id } = await addMail(house)
      const page = await get(`/admin/mails/${id}`)
      t.match(page.body, `<iframe src="/admin/mails/${id}/body"`)
      t.match(page.body, 'sandbox=""')
      t.notMatch(page.body, 'WzFd.AbC-d_9')

      const body = await get(`/admin/mails/${id}/body`)
      t.match(body.headers['content-security-policy'], /default-src 'none'.*sandbox/)
      t.equal(body.headers['x-frame-options'], 'SAMEORIGIN')
      t.equal(body.body, '<p>Hello <a href="https://help.riverside.example/r/…">here</a></p>')
      t.equal((await get('/admin/mails/999999')).statusCode, 404)
    })

    t.test('where no mail leaves the house, its links can be followed', async t => {
      const { id } = await addMail(house, { state: 'kept', sentAt: null })
      t.match((await get(`/admin/mails/${id}`)).body, 'WzFd.AbC-d_9')
    })

    t.test('what opens an account is shown to admins of people, and only where no mail leaves the house', async t => {
      const secret = { template: 'reset_password', html: '<p>the-secret</p>', text: 'the-secret\n' }
      const { id: kept } = await addMail(house, { ...secret, state: 'kept' })
      const { id: queued } = await addMail(house, { ...secret, state: 'queued' })
      for (const id of [kept, queued]) {
        t.notMatch((await get(`/admin/mails/${id}`)).body, 'the-secret')
        t.equal((await get(`/admin/mails/${id}/body`)).statusCode, 404)
      }
      t.match((await get(`/admin/mails/${kept}`, asCleo)).body, 'the-secret')
      t.notMatch((await get(`/admin/mails/${queued}`, asCleo)).body, 'the-secret')
    })

    t.test('a failed mail is sent once more as the same message, and only once', async t => {
      const { id, messageId } = await addMail(house, { state: 'failed', attempts: 9, lastError: 'no' })
      t.equal((await post(`/admin/mails/${id}/retries`)).headers.location, `/admin/mails/${id}`)
      t.match(await house.db.read.findOneByOrFail(Mail, { id }), { state: 'queued', attempts: 0, lastError: null, messageId })
      t.equal((await house.jobs('send-mail')).length, 1)
      t.equal((await post(`/admin/mails/${id}/retries`)).statusCode, 409)
      t.equal((await post(`/admin/mails/${(await addMail(house)).id}/retries`)).statusCode, 409)
      t.equal((await post(`/admin/mails/${(await addMail(house, { state: 'failed', html: '', text: '', template: 'code' })).id}/retries`)).statusCode, 409)
      t.equal((await house.jobs('send-mail')).length, 1)
    })

    t.test('a wording is saved, used, told in the audit log and taken back', async t => {
      t.match((await get('/admin/mail-templates')).body, 'Reminder before closing')
      const own = { subject: 'Done: {subject}', body: 'Dear {name},\r\n\r\nit is done.', version: 0 }
      t.equal((await post('/admin/mail-templates/closed/en', own)).statusCode, 303)
      t.match(await house.db.read.findOneByOrFail(MailTemplate, { name: 'closed', locale: 'en' }), { subject: 'Done: {subject}', body: 'Dear {name},\n\nit is done.', version: 1 })
      t.match((await house.db.read.find(AuditEntry))[0], { action: 'mail_template.updated', subjectName: 'closed (en)', agentId: ana.id })

      const page = await get('/admin/mail-templates/closed/en')
      t.match(page.body, 'Done: {subject}')
      t.match((await get('/admin/mail-templates/closed/en/preview')).body, 'Dear Maria Keller,')
      t.match((await get('/admin/mail-templates')).body, 'own wording')

      t.equal((await post('/admin/mail-templates/closed/en/standard', { version: 1 })).statusCode, 303)
      t.equal(await house.db.read.count(MailTemplate), 0)
    })

    t.test('of two admins the second is told, and nothing typed is lost', async t => {
      await post('/admin/mail-templates/closed/de', { subject: 'Eins', body: 'eins', version: 0 })
      const second = await post('/admin/mail-templates/closed/de', { subject: 'Zwei', body: 'zwei', version: 0 })
      t.equal(second.statusCode, 409)
      t.match(second.body, 'value="Zwei"')
      t.match(second.body, 'name="version" value="1"')
      t.equal((await post('/admin/mail-templates/closed/de/standard', { version: 7 })).statusCode, 409)
    })

    t.test('a wording that is empty or leaves out what the mail is for is refused in words', async t => {
      for (const [name, typed, words] of [
        ['closed', { subject: ' ', body: 'x' }, 'Write a subject, for example “Re: {subject} [{number}]”'],
        ['closed', { subject: 'x', body: ' ' }, 'Write what the mail says'],
        ['code', { subject: 'x', body: 'no code' }, 'This mail is of no use without {code}'],
        ['new_reply', { subject: 'x', body: 'no text' }, 'This mail is of no use without {text}'],
        ['closed', { subject: 'x'.repeat(201), body: 'x' }, 'at most 200']
      ] as const) {
        const answer = await post(`/admin/mail-templates/${name}/en`, typed)
        t.equal(answer.statusCode, 422)
        t.match(answer.body, words)
        t.match(answer.body, 'error-summary')
      }
      t.equal((await post('/admin/mail-templates/nothing/en', {})).statusCode, 400)
      t.equal((await get('/admin/mail-templates/closed/fr')).statusCode, 400)
    })

    t.test('the preview shows what is typed, runs none of it and saves nothing', async t => {
      const typed = { subject: '<%= 1 + 1 %>', body: '<script>alert(1)</script> {constructor} {greeting} <%= process.env %>', version: 0 }
      const preview = await post('/admin/mail-templates/closed/en/preview', typed)
      t.match(preview.headers['content-security-policy'], /sandbox/)
      t.notMatch(preview.body, '<script')
      t.match(preview.body, '{constructor} Hello Maria, &lt;%= process.env %&gt;')
      t.equal(await house.db.read.count(MailTemplate), 0)

      await post('/admin/mail-templates/closed/en', typed)
      t.match((await get('/admin/mail-templates/closed/en')).body, 'stay as they are: {constructor}')
    })

    t.test('every wording has its page and its preview in each language', async t => {
      const links = [...(await get('/admin/mail-templates')).body.matchAll(/href="(\/admin\/mail-templates\/[^"]+)"/g)].map(match => match[1]!)
      t.equal(links.length, templateNames.length * 2)
      for (const link of links) {
        t.equal((await get(link)).statusCode, 200, link)
        t.equal((await get(`${link}/preview`)).statusCode, 200, link)
      }
    })
  })
}
