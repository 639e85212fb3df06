import { Readable } from 'node:stream'
import t from 'tap'
import { Agent } from '../../src/accounts/agent.entity.js'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { IncomingMessage } from '../../src/inbox/incoming-message.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { after, minute } from '../../src/platform/clock.js'
import { digestOf } from '../../src/platform/security/signer.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { engines } from '../support/engines.js'
import { change, furnish, noon, openHouse } from '../notifications/support.js'

const nasty = 'From: <script>alert(1)</script> <m@post.example>\r\nSubject: =?utf-8?Q?x?=\r\n folded\r\nX-Odd: a\r\n\r\n<html><script src="https://evil.example/x.js"></script>\r\n'
let counted = 0

for (const engine of engines) {
  t.test(engine, async t => {
    const house = await openHouse(engine, { BASE_URL: 'http://localhost:3000' })
    const { ana, ben, ticket } = await furnish(house)
    await change(house, async manager => manager.update(Agent, { id: ana.id }, { adminRights: ['mail'] }))
    const app = await openTestApp(house)
    t.teardown(async () => { await app.close(); await house.close() })
    t.beforeEach(async () => change(house, async manager => { for (const table of ['mails', 'incoming_messages', 'audit_entries']) await manager.query(`DELETE FROM ${table}`) }))
    const [cookie, asBen] = await Promise.all([ana, ben].map(async ({ id }) => cookieFor(house, { agentId: id })))
    const get = async (url: string, as = cookie) => app.inject({ url, headers: { cookie: as } })
    const post = async (url: string, values = {}, as = cookie) => app.inject({ method: 'POST', url, headers: { cookie: as, ...ownForm }, payload: form(values) })
    const rows = async (query: string) => (await get(`/admin/ledger?${query}`)).body.match(/<th scope="row">/g)?.length ?? 0

    const come = async (more: Partial<IncomingMessage> = {}) => {
      const { sha256, size } = await house.files.put(Readable.from([Buffer.from(nasty)]))
      return house.add(IncomingMessage, {
        mailboxId: null, door: 'pipe', fingerprint: digestOf(`m${++counted}`), originKey: `pipe:${digestOf(`m${counted}`)}`, sha256, size, envelopeFrom: 'm@post.example', envelopeTo: ['help@riverside.example'],
        messageId: `<in.${counted}@post.example>`, fromAddress: 'maria.keller@post.example', fromName: 'Maria <b>', subject: `Printer ${counted}`, automatic: null, state: 'done', outcome: 'ticket', reason: null, ticketId: ticket.id,
        entryId: null, personId: null, problems: [], attempts: 1, lastError: null, receivedAt: after(noon, counted * minute), processedAt: noon, version: 1, ...more
      })
    }
    const leave = async (more: Partial<Mail> = {}) => house.add(Mail, {
      causeKey: `cause ${++counted}`, messageId: `<out.${counted}@help.riverside.example>`, ticketId: ticket.id, template: 'new_reply', toAddress: 'maria.keller@post.example', toName: 'Maria', fromAddress: 'help@riverside.example', fromName: '',
      subject: `Re: Printer ${counted}`, html: '<p>x</p>', text: 'x', headers: {}, state: 'sent', attempts: 1, lastError: null, createdAt: after(noon, counted * minute), sentAt: noon, serverId: null, bouncedAt: null, bounceText: null, ...more
    })

    t.test('to agents without the right there is no ledger', async t => {
      const { id } = await come({ state: 'set_aside', outcome: null })
      for (const url of ['/admin/ledger', `/admin/ledger/${id}`, `/admin/ledger/${id}/raw`]) t.equal((await get(url, asBen)).statusCode, 404, url)
      t.equal((await post(`/admin/ledger/${id}/discards`, { version: 1 }, asBen)).statusCode, 404)
    })

    t.test('both ways stand in one list, newest first, with what became of each and why', async t => {
      t.match((await get('/admin/ledger')).body, 'No mail came or left yet')
      await come()
      await leave()
      await come({ state: 'set_aside', outcome: null, lastError: 'Attachment ends in the middle', ticketId: null })
      await leave({ bouncedAt: noon, bounceText: '550 <nobody>' })
      const { body } = await get('/admin/ledger')
      const subjects = [...body.matchAll(/<td>((?:Re: )?Printer \d+)<\/td>/g)].map(match => match[1]!)
      t.same(subjects.map(subject => Number(/\d+$/.exec(subject)![0])), [...subjects.map(subject => Number(/\d+$/.exec(subject)![0]))].sort((a, b) => b - a))
      t.equal(subjects.length, 4)
      t.match(body, `New ${ticket.number}`)
      t.match(body, 'Maria &lt;b&gt;')
      t.match(body, 'Attachment ends in the middle')
      t.match(body, '550 &lt;nobody&gt;')
      t.match(body, 'Came back')
    })

    t.test('it is narrowed by way, by what became of it, and by search', async t => {
      await come()
      await come({ outcome: 'message', subject: '100%_sure!', fromAddress: 'jonas@post.example' })
      await come({ outcome: 'dropped' })
      await come({ state: 'quarantined', outcome: null })
      await come({ state: 'stored', outcome: null })
      await leave()
      await leave({ state: 'failed', toAddress: 'jonas@post.example', lastError: 'no' })
      t.equal(await rows(''), 7)
      t.equal(await rows('direction=in'), 5)
      t.equal(await rows('direction=out'), 2)
      for (const [group, count] of Object.entries({ tickets: 1, added: 1, machines: 1, quarantined: 1, set_aside: 0, waiting: 1, undelivered: 1 })) t.equal(await rows(`group=${group}`), count, group)
      t.equal(await rows('q=JONAS%40post.example'), 2)
      t.equal(await rows(`q=${encodeURIComponent('<in.' + (counted - 6) + '@post.example>')}`), 1)
      t.equal(await rows(`q=${encodeURIComponent('0%_sure!')}`), 1)
      t.equal(await rows('q=%25'), 1, 'a sign that means something to the database means itself')
      t.equal(await rows('mailbox=7'), 0)
      t.equal(await rows("group=%27&direction=x&mailbox=1+OR+1&before=1%27-2"), 7, 'what is no filter is none')
    })

    t.test('page after page brings each message once', async t => {
      for (let place = 0; place < 64; place++) {
        await come()
        if (place % 2 === 0) await leave()
      }
      const seen: string[] = []
      let url: string | undefined = '/admin/ledger'
      for (let page = 0; url !== undefined && page < 5; page++) {
        const body: string = (await get(url)).body
        seen.push(...[...body.matchAll(/href="(\/admin\/(?:ledger|mails)\/\d+)"/g)].map(match => match[1]!))
        url = /href="(\/admin\/ledger\?before=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
      }
      t.equal(seen.length, 96)
      t.equal(new Set(seen).size, 96)
    })

    t.test('a message is shown as letters alone', async t => {
      const { id } = await come({ problems: ['bad-charset'] })
      const { body } = await get(`/admin/ledger/${id}`)
      t.match(body, '&lt;script&gt;alert(1)&lt;/script&gt; &lt;m@post.example&gt;')
      t.notMatch(body, '<script>alert')
      t.match(body, 'bad-charset')
      const raw = await get(`/admin/ledger/${id}/raw`)
      t.match(raw.headers, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'content-security-policy': /default-src 'none'; sandbox/ })
      t.equal(raw.body, nasty)
      t.equal((await get('/admin/ledger/99999')).statusCode, 404)
    })

    t.test('what was set aside is read anew; what became part of a ticket is not', async t => {
      const { id } = await come({ state: 'set_aside', outcome: null, attempts: 7, lastError: 'no', ticketId: null })
      t.match((await get('/admin/ledger')).body, `action="/admin/ledger/${id}/runs"`)
      t.equal((await post(`/admin/ledger/${id}/runs`)).statusCode, 303)
      t.equal((await post(`/admin/ledger/${id}/runs`)).statusCode, 409, 'it is under way')
      t.match(await house.db.read.findOneByOrFail(IncomingMessage, { id }), { state: 'stored', attempts: 0, lastError: null })
      t.same((await house.jobs('process-message')).map(({ payload }) => payload), [{ incomingId: id }])
      for (const outcome of ['ticket', 'message', 'agent_reply', 'agent_note'] as const) t.equal((await post(`/admin/ledger/${(await come({ outcome })).id}/runs`)).statusCode, 409, outcome)
    })

    t.test('a message is released from quarantine once', async t => {
      const { id } = await come({ state: 'quarantined', outcome: null, ticketId: null })
      t.match((await get(`/admin/ledger/${id}`)).body, 'Release')
      t.equal((await post(`/admin/ledger/${id}/releases`, { version: 1 })).statusCode, 303)
      t.match(await house.db.read.findOneByOrFail(IncomingMessage, { id }), { state: 'stored', reason: { key: 'inbox.reason.released' } })
      t.equal((await post(`/admin/ledger/${id}/releases`, { version: 2 })).statusCode, 409)
    })

    t.test('a trial says what would become of a message, and leaves nothing behind', async t => {
      const tryOut = async (content: string) => {
        const payload = `--x\r\nContent-Disposition: form-data; name="message"; filename="a.eml"\r\nContent-Type: message/rfc822\r\n\r\n${content}\r\n--x--\r\n`
        return app.inject({ method: 'POST', url: '/admin/ledger/dry-run', headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'multipart/form-data; boundary=x' }, payload })
      }
      t.match((await get('/admin/ledger/dry-run')).body, 'Say what would become of it')
      const fresh = await tryOut('From: Eva <eva@post.example>\r\nTo: help@riverside.example\r\nSubject: <b>Beamer</b>\r\nMessage-ID: <a@post.example>\r\n\r\nIt is <i>dark</i>.\r\n')
      t.equal(fresh.statusCode, 200)
      t.match(fresh.body, /status-new[^]*New/)
      t.match(fresh.body, '&lt;b&gt;Beamer')
      t.match(fresh.body, 'It is &lt;i&gt;dark&lt;/i&gt;.')
      t.equal((await tryOut('')).statusCode, 422)
      for (const table of ['incoming_messages', 'mails']) t.same((await house.db.read.query(`SELECT COUNT(*) AS n FROM ${table}`) as Array<{ n: number }>)[0]!.n, 0)
    })

    t.test('what was set aside is discarded once, told in the audit log, and stays to be read', async t => {
      const { id } = await come({ state: 'set_aside', outcome: null, ticketId: null })
      t.match((await get(`/admin/ledger/${id}`)).body, 'Discard')
      t.equal((await post(`/admin/ledger/${id}/discards`, { version: 1 })).statusCode, 303)
      t.match((await get(`/admin/ledger/${id}`)).body, `${ana.name} discarded it`)
      t.match((await house.db.read.find(AuditEntry))[0], { action: 'incoming_message.discarded', agentId: ana.id })
      t.equal((await post(`/admin/ledger/${id}/discards`, { version: 1 })).statusCode, 409, 'the page is old')
      t.equal((await post(`/admin/ledger/${id}/discards`, { version: 2 })).statusCode, 409, 'it is done')
    })
  })
}
