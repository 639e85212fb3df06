import { createApiKey } from '../../src/accounts/commands/save-api-key.js'
import { ApiKey } from '../../src/accounts/api-key.entity.js'
import { Answer } from '../../src/forms/answer.entity.js'
import { system } from '../../src/platform/actor.js'
import { day } from '../../src/platform/clock.js'
import { withActor } from '../../src/platform/context.js'
import { Attachment } from '../../src/tickets/attachment.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { addRule } from '../../src/rules/commands/save-rule.js'
import { all, asks } from '../rules/support.js'
import { openTestApp } from '../support/app.js'
import { addQuestion, onPortal } from './portal-support.js'

const whole = { name: 'Maria Keller', email: 'maria@example.org', phone: '0621 555', subject: 'A lamp is dark', message: 'In room 3.', priorityId: 3, source: 'API', ip: '192.0.2.9', unheardOf: 'x' }

const doors = ['/api', '/api/http.php']

onPortal('a program of another desk opens tickets by changing the address alone', async (t, portal) => {
  const { app, platform, topics, key } = await opened(portal)
  for (const door of doors) {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', undefined]) {
      const answer = await app.inject({ method: 'POST', url: `${door}/tickets.json`, headers: { 'x-api-key': key, ...(type && { 'content-type': type }) }, payload: Buffer.from(JSON.stringify({ ...whole, topicId: topics.accounts.id })) })
      t.equal(answer.statusCode, 201, `${door} as ${type}: ${answer.body}`)
      const ticket = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
      t.match(ticket, { subject: 'A lamp is dark', source: 'api', priority: 3, topicId: topics.accounts.id })
    }
  }
  const [last] = await platform.db.read.find(ThreadEntry, { order: { id: 'DESC' }, take: 1 })
  t.match(last, { text: 'In room 3.', authorName: 'Maria Keller', kind: 'message' })
})

onPortal('XML asks for the same', async (t, portal) => {
  const { app, platform, topics, key } = await opened(portal)
  const question = await addQuestion(portal, topics.accounts.id, 'short_text', { label: 'Room number' })
  t.equal((await app.inject({ method: 'POST', url: '/api/http.php/tickets.xml', headers: { 'x-api-key': key }, payload: '<ticket><name>A</name><email>a@example.org</email><subject>S</subject><message>M</message></ticket>' })).statusCode, 201)
  const answer = await app.inject({ method: 'POST', url: '/api/tickets.xml', headers: { 'x-api-key': key }, payload: `<?xml version="1.0" encoding="UTF-8"?>
    <ticket alert="false" autorespond="false" source="API"><name>Anna &amp; Bert</name><email>anna@example.org</email><subject>Zwei Lampen</subject><phone ext="12">555</phone>
    <topicId>${topics.accounts.id}</topicId><room_number>C 2.08</room_number><message type="text/plain"><![CDATA[Sie sind <dunkel> & kalt.]]></message>
    <attachments><file name="a.txt" type="text/plain"><![CDATA[one]]></file><file name="dot.gif" type="image/gif" encoding="base64">R0lGODdhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs=</file></attachments></ticket>` })
  t.equal(answer.statusCode, 201, answer.body)
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
  const entry = await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: ticket.id })
  t.equal(entry.text, 'Sie sind <dunkel> & kalt.')
  t.equal(entry.authorName, 'Anna & Bert')
  t.match(await platform.db.read.findOneBy(Answer, { ticketId: ticket.id, questionId: question.id }), { value: 'C 2.08' })
  const files = await platform.db.read.find(Attachment, { where: { ticketId: ticket.id }, order: { id: 'ASC' } })
  t.match(files, [{ name: 'a.txt', contentType: 'text/plain', size: 3, entryId: entry.id }, { name: 'dot.gif', contentType: 'image/gif', size: 35 }])
  const created = await platform.db.read.findOneByOrFail(TicketEvent, { ticketId: ticket.id, name: 'created' })
  t.same(created.details.silentTo, ['agents', 'requester'])
})

onPortal('files come as data, plain, base64 and in a charset; one that is broken does not lose the request', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const attachments = [
    { 'plain.txt': 'data:text/plain;charset=utf-8,Gr%C3%BC%C3%9Fe' }, { 'latin.txt': 'data:text/plain;charset=iso-8859-1,Gr%FC%DFe' },
    { '../../dot.gif': 'data:image/gif;base64,R0lGODdhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs=' }, { 'bare.txt': 'as it is' }, { 'broken.bin': 'data:application/zip;base64,§§§' }
  ]
  const answer = await ask(app, key, { ...whole, message: 'data:text/plain;charset=utf-8,In%20room%203.', attachments })
  t.equal(answer.statusCode, 201, answer.body)
  const { id } = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
  const files = await platform.db.read.find(Attachment, { where: { ticketId: id }, order: { id: 'ASC' } })
  t.same(files.map(({ name, size }) => [name, size]), [['plain.txt', 7], ['latin.txt', 7], ['dot.gif', 35], ['bare.txt', 8]])
  const entries = await platform.db.read.find(ThreadEntry, { where: { ticketId: id }, order: { id: 'ASC' } })
  t.equal(entries[0]?.text, 'In room 3.')
  t.match(entries[1], { kind: 'note', text: /broken\.bin/ })
})

onPortal('XML is read in the encoding that it declares, and what declares nothing that fits loses no letter', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const body = (declaration: string) => `${declaration}<ticket><name>Jürgen</name><email>j@example.org</email><subject>Grüße</subject><message><![CDATA[Lämp]]></message><attachments><file name="fä.txt"><![CDATA[für]]></file></attachments></ticket>`
  const utf16 = Buffer.from(body('<?xml version="1.0" encoding="UTF-16"?>'), 'utf16le')
  const cases: Array<[string, Buffer]> = [
    ['ISO-8859-1', Buffer.from(body('<?xml version="1.0" encoding="ISO-8859-1"?>'), 'latin1')], ['Windows-1252', Buffer.from(body("<?xml version='1.0' encoding='windows-1252' standalone='yes'?>"), 'latin1')],
    ['UTF-16', utf16], ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])], ['UTF-16, the other way round', Buffer.from(utf16).swap16()],
    ['UTF-8 that calls itself UTF-16', Buffer.from(body('<?xml version="1.0" encoding="utf-16"?>'))], ['UTF-8 with a mark', Buffer.from(body('\uFEFF'))],
    ['no word of Latin-1', Buffer.from(body(''), 'latin1')], ['a name that nobody knows', Buffer.from(body('<?xml version="1.0" encoding="KOI-99"?>'))]
  ]
  for (const [name, payload] of cases) {
    const answer = await app.inject({ method: 'POST', url: '/api/tickets.xml', headers: { 'x-api-key': key }, payload })
    t.equal(answer.statusCode, 201, `${name}: ${answer.body}`)
    const ticket = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
    t.equal(ticket.subject, 'Grüße', name)
    t.match(await platform.db.read.findOneBy(ThreadEntry, { ticketId: ticket.id }), { text: 'Lämp', authorName: 'Jürgen' }, name)
    t.match(await platform.db.read.findOneBy(Attachment, { ticketId: ticket.id }), { name: 'fä.txt', size: 4 }, name)
  }
})

onPortal('JSON is read with a byte order mark and in Latin-1 too', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const text = JSON.stringify({ ...whole, subject: 'Grüße' })
  for (const payload of [Buffer.from(`\uFEFF${text}`), Buffer.from(text, 'latin1')]) {
    const answer = await app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key }, payload })
    t.equal(answer.statusCode, 201, answer.body)
    t.match(await platform.db.read.findOneBy(Ticket, { number: answer.body }), { subject: 'Grüße' })
  }
})

onPortal('a content type that nobody can read keeps no request out', async (t, portal) => {
  const { app, key } = await opened(portal)
  for (const type of ['', 'nonsense;;;', 'json', 'multipart/form-data', '; charset=utf-8']) {
    const answer = await app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key, 'content-type': type }, payload: Buffer.from(JSON.stringify(whole)) })
    t.equal(answer.statusCode, 201, `“${type}”: ${answer.body}`)
    const mail = await app.inject({ method: 'POST', url: '/api/tickets.email', headers: { 'x-api-key': key, 'content-type': type }, payload: `From: maria@example.org\r\nTo: it@riverside.example\r\nSubject: By mail\r\nMessage-ID: <${type.length}@x.example>\r\n\r\nHello\r\n` })
    t.equal(mail.statusCode, 201, `“${type}” as mail: ${mail.body}`)
  }
})

onPortal('files are found in whatever form programs list them', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const data = 'data:text/plain;base64,aGVsbG8='
  const forms: Array<[string, unknown, string[]]> = [
    ['one object', { 'a.txt': data, 'b.txt': 'hello' }, ['a.txt', 'b.txt']], ['objects that tell name and data', [{ name: 'a.txt', type: 'text/plain', encoding: 'base64', data: 'aGVsbG8=' }, { name: 'b.txt', data }], ['a.txt', 'b.txt']],
    ['bare data', [data], ['file']], ['a file that is called “name”', [{ name: data }], ['name']], ['nothing', '', []], ['a list of nothing', [null, ''], []]
  ]
  for (const [form, attachments, names] of forms) {
    const answer = await ask(app, key, { ...whole, attachments })
    t.equal(answer.statusCode, 201, answer.body)
    const { id } = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
    const files = await platform.db.read.find(Attachment, { where: { ticketId: id }, order: { id: 'ASC' } })
    t.same(files.map(({ name, size }) => [name, size]), names.map(name => [name, 5]), form)
  }
})

onPortal('a file of nothing and one that is too large are told to agents and lose no request; a body that is too large loses itself alone', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const before = await platform.db.read.count(Ticket)
  const large = `data:application/octet-stream;base64,${Buffer.alloc(25_000_001, 7).toString('base64')}`
  const answer = await ask(app, key, { ...whole, attachments: [{ 'empty.txt': 'data:text/plain,' }, { 'nothing.txt': '' }, { 'large.bin': large }, { 'good.txt': 'data:text/plain,good' }] })
  t.equal(answer.statusCode, 201, answer.body.slice(0, 200))
  const { id } = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
  t.same((await platform.db.read.findBy(Attachment, { ticketId: id })).map(({ name }) => name), ['good.txt'])
  const [, note] = await platform.db.read.find(ThreadEntry, { where: { ticketId: id }, order: { id: 'ASC' } })
  for (const name of ['empty.txt', 'nothing.txt', 'large.bin']) t.match(note?.text, name)

  for (const url of ['/api/tickets.json', '/api/http.php/tickets.xml', '/api/tickets.email']) {
    const refusal = await app.inject({ method: 'POST', url, headers: { 'x-api-key': key }, payload: Buffer.alloc(45_000_001, 'x') })
    t.equal(refusal.statusCode, 413, url)
    t.match(refusal.headers['content-type'], 'text/plain')
  }
  t.equal(await platform.db.read.count(Ticket), before + 1)
})

onPortal('of more files than anybody reads agents are told how many were left out, also in XML', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const many = Array.from({ length: 230 }, (_each, place) => ({ [`file-${place}.txt`]: 'data:text/plain,good' }))
  const xml = `<ticket><name>Maria</name><email>maria@riverside.example</email><subject>Lamps</subject><message>Dark.</message><attachments>${many.map((_each, place) => `<file name="file-${place}.txt" type="text/plain">good</file>`).join('')}</attachments></ticket>`
  for (const answer of [await ask(app, key, { ...whole, attachments: many }), await app.inject({ method: 'POST', url: '/api/tickets.xml', headers: { 'x-api-key': key }, payload: xml })]) {
    t.equal(answer.statusCode, 201, answer.body)
    const { id } = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
    t.equal(await platform.db.read.countBy(Attachment, { ticketId: id }), 10)
    const [, note] = await platform.db.read.find(ThreadEntry, { where: { ticketId: id }, order: { id: 'ASC' } })
    t.match(note?.text, /“file-10\.txt” came with the request and could not be taken\.\n(?:.*\n){18}“file-29\.txt” .*\n200 more files came with the request and could not be taken\.$/)
  }
})

onPortal('a body that is made to keep a parser busy is refused at once', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const bombs: Array<[string, string]> = [
    ['xml', `<ticket>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</ticket>`], ['xml', `<ticket>${'<a>1</a>'.repeat(100_000)}</ticket>`], ['xml', `<ticket ${Array.from({ length: 10_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`],
    ['xml', `<ticket><name>${'&lt;'.repeat(200_000)}</name></ticket>`], ['xml', `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><ticket><name>&b;</name></ticket>`],
    ['xml', '<?xml version="1.0"?><!DOCTYPE t SYSTEM "file:///etc/passwd"><ticket/>'], ['json', '['.repeat(500_000)], ['json', JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`f${n}`, 1])))]
  ]
  for (const [form, payload] of bombs) {
    const began = process.cpuUsage()
    const answer = await app.inject({ method: 'POST', url: `/api/tickets.${form}`, headers: { 'x-api-key': key }, payload })
    const { user } = process.cpuUsage(began)
    t.equal(answer.statusCode, 400, payload.slice(0, 60))
    t.ok(user < 2_000_000, `${payload.slice(0, 30)} took ${user / 1000} ms of work`)
  }
  t.equal(await platform.db.read.count(Ticket), 0)
})

onPortal('whom a rule turns away is told so', async (t, portal) => {
  const { app, platform, key, ctx } = await opened(portal)
  await addRule(ctx, { name: 'No lamps', trigger: 'created', conditions: all(asks('subject', 'contains', 'lamp')), actions: [{ kind: 'reject', reason: 'We have no lamps.' }], stops: false, timing: null })
  const answer = await ask(app, key, whole)
  t.equal(answer.statusCode, 403)
  t.match(answer.body, /^Ticket denied: maria@example\.org\n.*We have no lamps\./)
  t.match(answer.headers['content-type'], 'text/plain')
  t.equal(await platform.db.read.count(Ticket), 0)
})

onPortal('an HTML message is taken as text, and nothing in it is markup', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const answer = await ask(app, key, { ...whole, message: 'data:text/html,<p>In <b>room</b> 3.</p><script>alert(1)</script>' })
  t.equal(answer.statusCode, 201)
  const { id } = await platform.db.read.findOneByOrFail(Ticket, { number: answer.body })
  t.equal((await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: id })).text, 'In room 3.')
})

onPortal('what is wrong is said as programs of this API know it', async (t, portal) => {
  const { app, platform, key } = await opened(portal)
  const before = await platform.db.read.count(Ticket)
  const cases: Array<[string, unknown, number, RegExp | string]> = [
    ['no JSON', '{"name":', 400, 'Syntax error, malformed JSON'],
    ['an empty body', '', 400, 'Syntax error, malformed JSON'],
    ['a list', '[]', 400, 'Syntax error, malformed JSON'],
    ['no address', { ...whole, email: '' }, 500, /Incomplete client information/],
    ['two addresses', { ...whole, email: 'a@example.org\r\nBcc: b@example.org' }, 500, /Incomplete client information/],
    ['no subject', { ...whole, subject: ' ' }, 500, /:20\nIssue Summary is a required field/],
    ['no message', { ...whole, message: '' }, 500, /:21\n/],
    ['a strange origin', { ...whole, source: 'Pigeon' }, 500, 'Invalid ticket origin given']
  ]
  for (const [name, body, status, text] of cases) {
    const answer = await ask(app, key, body)
    t.equal(answer.statusCode, status, name)
    t.match(answer.body, text, name)
    t.match(answer.headers['content-type'], 'text/plain')
  }
  for (const xml of ['<ticket><name>a</ticket>', '<other/>', '<!DOCTYPE t [<!ENTITY a "b">]><ticket><name>&a;</name></ticket>', '']) {
    t.equal((await app.inject({ method: 'POST', url: '/api/tickets.xml', headers: { 'x-api-key': key }, payload: xml })).statusCode, 400, xml)
  }
  t.equal((await app.inject({ url: '/api/tickets.json', headers: { 'x-api-key': key } })).body, 'URL not supported')
  t.equal((await app.inject({ method: 'POST', url: '/api/elsewhere', headers: { 'x-api-key': key } })).statusCode, 400)
  t.equal(await platform.db.read.count(Ticket), before, 'nothing was opened')

  const strange = await ask(app, key, { ...whole, topicId: 99_999 })
  t.equal(strange.statusCode, 201, 'a topic that is gone loses no request')
})

onPortal('only a key lets a program in, for what it was made for, from where it may come, as long as it holds', async (t, portal) => {
  const { app, platform, key, ctx } = await opened(portal)
  const make = async (more: object) => (await createApiKey(ctx, { name: 'Other', scopes: ['tickets.create'], network: '', expiresAt: null, ...more })).key
  const status = async (shown: string, remoteAddress = '192.0.2.7') => (await app.inject({ method: 'POST', url: '/api/tickets.json', remoteAddress, headers: { 'x-api-key': shown }, payload: JSON.stringify(whole) })).statusCode

  t.equal(await status(''), 401)
  t.equal(await status('0'.repeat(32)), 401)
  t.equal(await status(`${key} `), 201)
  t.equal(await status(key.toLowerCase()), 201)
  t.equal(await status(await make({ scopes: ['cron'] })), 401)
  const near = await make({ network: '192.0.2.0/24' })
  t.equal(await status(near), 201)
  t.equal(await status(near, '::ffff:192.0.2.200'), 201)
  t.equal(await status(near, '198.51.100.1'), 401)
  const short = await make({ expiresAt: new Date(platform.clock.now().getTime() + day) })
  t.equal(await status(short), 201)
  platform.clock.advance(day)
  t.equal(await status(short), 401)

  const stored = await platform.db.read.find(ApiKey)
  t.notMatch(JSON.stringify(stored), key, 'the table does not hold the key')
  t.ok(stored[0]?.lastUsedAt, 'when it was used is noted')
  const cron = await make({ scopes: ['cron'] })
  for (const door of doors) {
    const run = async (shown: string) => app.inject({ method: 'POST', url: `${door}/tasks/cron`, headers: { 'x-api-key': shown } })
    t.match(await run(cron), { statusCode: 200, body: 'Completed' })
    t.match(await run(key), { statusCode: 401, body: 'API key not authorized' })
  }
})

onPortal('behind a proxy it is the caller who counts, also when the proxy writes a port behind the address', async (t, portal) => {
  const { platform, ctx } = await opened(portal)
  const app = await openTestApp({ ...platform, config: { ...platform.config, trustProxy: 1 } })
  t.teardown(async () => app.close())
  const keyFor = async (network: string) => (await createApiKey(ctx, { name: 'Near', scopes: ['tickets.create'], network, expiresAt: null })).key
  const [near, six] = [await keyFor('192.0.2.0/24'), await keyFor('2001:db8::/32')]
  const status = async (shown: string, forwarded: string) => (await app.inject({ method: 'POST', url: '/api/tickets.json', remoteAddress: '127.0.0.1', headers: { 'x-api-key': shown, 'x-forwarded-for': forwarded }, payload: JSON.stringify(whole) })).statusCode
  for (const forwarded of ['192.0.2.7', '192.0.2.7:51234', '198.51.100.1, 192.0.2.7:51234']) t.equal(await status(near, forwarded), 201, forwarded)
  for (const forwarded of ['2001:db8::7', '[2001:db8::7]:443', '[2001:db8::7]']) t.equal(await status(six, forwarded), 201, forwarded)
  for (const forwarded of ['192.0.2.7, 198.51.100.1:80', 'unknown', '192.0.2.7:', '[192.0.2.7', '']) t.equal(await status(near, forwarded), 401, `${forwarded} is somewhere else`)
})

onPortal('a raw mail is taken, read and answered with its number, once', async (t, portal) => {
  const { app, platform, key, ctx } = await opened(portal)
  const raw = 'From: Maria <maria@example.org>\r\nTo: it@riverside.example\r\nSubject: By mail\r\nMessage-ID: <a@x.example>\r\n\r\nHello\r\n'
  const send = async (payload: string, shown = key, door = '/api') => app.inject({ method: 'POST', url: `${door}/tickets.email`, headers: { 'x-api-key': shown, 'content-type': 'message/rfc822' }, payload })
  const first = await send(raw)
  t.equal(first.statusCode, 201, first.body)
  t.match(await platform.db.read.findOneBy(Ticket, { number: first.body }), { subject: 'By mail', source: 'email' })
  t.equal((await send(raw)).body, first.body)
  t.equal((await send(raw, key, '/api/http.php')).body, first.body, 'by either address')
  const reply = await send(`From: maria@example.org\r\nTo: it@riverside.example\r\nSubject: Re: By mail\r\nMessage-ID: <b@x.example>\r\nIn-Reply-To: <a@x.example>\r\n\r\nIt is dark.\r\n`)
  t.same([reply.statusCode, reply.body], [201, first.body], 'an answer goes where it belongs')
  t.equal((await send('')).statusCode, 400)
  t.equal((await send(raw, 'x')).statusCode, 401)
  t.equal(await platform.db.read.count(Ticket), 1)

  const garbage = await send('\u001f\u008b\u0000 no mail at all')
  t.same([garbage.statusCode, garbage.body], [400, 'Malformed or empty message'])
  const nameless = await send('Subject: Nobody\r\nMessage-ID: <c@x.example>\r\n\r\nHello\r\n')
  t.same([nameless.statusCode, nameless.body], [201, ''], 'what is kept for an admin is not to be sent again')
  await addRule(ctx, { name: 'No mail from there', trigger: 'created', timing: null, conditions: all(asks('subject', 'contains', 'Win')), actions: [{ kind: 'reject', reason: 'We buy nothing.' }], stops: true })
  const rejected = await send('From: spam@example.org\r\nTo: it@riverside.example\r\nSubject: Win\r\nMessage-ID: <d@x.example>\r\n\r\nHello\r\n')
  t.equal(rejected.statusCode, 403)
  t.match(rejected.body, /^Ticket denied: spam@example\.org\n.*We buy nothing\./)
  t.equal(await platform.db.read.count(Ticket), 1)
})

onPortal('guessing keys is braked', async (t, portal) => {
  const { app } = await opened(portal)
  const statuses = new Set<number>()
  for (let tries = 0; tries < 65; tries += 1) statuses.add((await app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': 'A'.repeat(32) }, payload: '{}' })).statusCode)
  t.same([...statuses], [401, 429])
})

type Portal = Parameters<Parameters<typeof onPortal>[1]>[1]

async function opened (portal: Portal) {
  const ctx = withActor(portal.platform, system)
  const { key } = await createApiKey(ctx, { name: 'Monitoring', scopes: ['tickets.create'], network: '', expiresAt: null })
  return { ...portal, ctx, key }
}

const ask = async (app: Portal['app'], key: string, body: unknown) =>
  app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key }, payload: typeof body === 'string' ? body : JSON.stringify(body) })
