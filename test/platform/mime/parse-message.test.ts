import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { NotAMessage } from '../../../src/platform/mime/parsed-message.js'
import { parseMessage } from '../../../src/platform/mime/parse-message.js'

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'), encoding)
const plain = (headers: string, body = 'Hello'): Buffer => bytes(`From: Maria <maria@example.org>\nTo: help@example.org\nMessage-ID: <1@example.org>\n${headers}\n\n${body}\n`)

t.test('an ordinary mail', async t => {
  const mail = await parseMessage(plain('Subject: A lamp is dark\nDate: Mon, 23 Nov 2026 10:00:00 +0100\nIn-Reply-To: <0@example.org>\nReferences: <a@x.org> <b@x.org>\nCc: "Keller, Jo" <jo@example.org>, b@example.org'))
  t.match(mail, {
    from: { name: 'Maria', address: 'maria@example.org' }, to: [{ address: 'help@example.org' }], cc: [{ name: 'Keller, Jo', address: 'jo@example.org' }, { address: 'b@example.org' }],
    subject: 'A lamp is dark', messageId: '<1@example.org>', inReplyTo: '<0@example.org>', references: ['<a@x.org>', '<b@x.org>'], html: null, visibleText: 'Hello', automatic: null, problems: []
  })
  t.equal(mail.date?.toISOString(), '2026-11-23T09:00:00.000Z')
})

t.test('words in every charset, encoded and bare', async t => {
  const subjects: Array<[Buffer, string]> = [
    [plain('Subject: =?iso-8859-1?q?Gr=FC=DFe_aus_K=F6ln?='), 'Grüße aus Köln'],
    [plain('Subject: =?UTF-8?B?R3LDvMOf?=\n =?UTF-8?B?ZQ==?='), 'Grüße'],
    [plain('Subject: =?utf-8?q?=E2=82?= =?utf-8?q?=AC_5?='), '€ 5'],
    [plain('Subject: =?windows-1251?b?z/Do4uXy?='), 'Привет'],
    [plain('Subject: =?koi8-r?b?8NLJ18XU?='), 'Привет'],
    [plain('Subject: =?iso-2022-jp?b?GyRCJDMkcyRLJEEkTxsoQg==?='), 'こんにちは'],
    [plain('Subject: =?shift_jis?b?grGC8YLJgr+CzQ==?='), 'こんにちは'],
    [plain('Subject: =?gb2312?b?xOO6ww==?='), '你好'],
    [plain('Subject: =?big5?b?p0GmbuVm?='), '你好'],
    [plain('Subject: =?euc-kr?b?vsiz5w==?='), '안녕'],
    [plain('Subject: =?utf-7?q?Gr+APw-=C3?='), 'Grü'],
    [plain('Subject: =?x-nobody?q?caf=E9?='), 'café'],
    [plain('Subject: Grüße'), 'Grüße'],
    [bytes('From: a@example.org\nSubject: Gr\xFC\xDFe\n\nx', 'latin1'), 'Grüße']
  ]
  for (const [raw, subject] of subjects) t.ok((await parseMessage(raw)).subject.startsWith(subject.slice(0, 2)), subject)
  t.equal((await parseMessage(subjects[0]![0])).subject, 'Grüße aus Köln')
  t.equal((await parseMessage(subjects[2]![0])).subject, '€ 5', 'a letter that was cut in two')
})

t.test('bodies in every charset and encoding', async t => {
  const body = async (type: string, text: string | Buffer, encoding = '8bit') =>
    (await parseMessage(Buffer.concat([bytes(`From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: ${type}\nContent-Transfer-Encoding: ${encoding}\n\n`), Buffer.from(text as string)]))).text.trim()
  t.equal(await body('text/plain; charset=utf-8', 'Grüße'), 'Grüße')
  t.equal(await body('text/plain; charset=iso-8859-15', Buffer.from('5 \xA4', 'latin1')), '5 €')
  t.equal(await body('text/plain; charset=utf-8', 'Gr=C3=BC=C3=9F=\r\ne', 'quoted-printable'), 'Grüße')
  t.equal(await body('text/plain; charset=utf-8', 'R3LDvMOfZQ', 'base64'), 'Grüße', 'base64 without its end')
  t.equal(await body('text/plain', 'Grüße'), 'Grüße', 'no charset said')
  t.equal(await body('text/plain; charset=utf-16', Buffer.from('\uFEFFHi', 'utf16le').toString('base64'), 'base64'), 'Hi')
})

t.test('HTML is cleaned, and what came with it is named by its content', async t => {
  const raw = bytes(`From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n
<html><head><style>p{color:red}</style><script>alert(1)</script></head><body onload="x()"><p style="position:fixed">Hi <b>you</b></p><a href="javascript:alert(1)">bad</a> <a href="https://example.org">good</a>
<img src="cid:pic@1"><img src="https://tracker.example/x.gif"><svg><script>1</script></svg><form action="/x"><input name=a></form><iframe src="//x"></iframe></body></html>
--b\nContent-Type: image/gif\nContent-ID: <pic@1>\nContent-Disposition: inline; filename="../../a\\b\x07.gif"\nContent-Transfer-Encoding: base64\n\nR0lGODdhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs=\n--b--\n`)
  const mail = await parseMessage(raw)
  for (const bad of ['<script', 'onload', 'style', 'javascript:', 'tracker.example', '<svg', '<form', '<input', '<iframe', 'alert(']) t.notMatch(mail.html, bad, bad)
  t.match(mail.html, 'href="https://example.org"')
  t.match(mail.html, `src="cid:${mail.attachments[0]?.sha256}"`)
  t.match(mail.attachments[0], { filename: /^[^/\\\u0007]+$/, contentType: 'image/gif', inline: true, contentId: 'pic@1', size: 35 })
  t.match(mail.text, /Hi you/)
  t.ok(mail.problems.includes('remote-images'))
})

t.test('a reply is cut into what was written and what was quoted, and nothing is lost', async t => {
  const mail = await parseMessage(plain('Subject: Re: x', 'It works now.\n\nOn Mon, 23 Nov 2026 at 10:00, Help <help@example.org> wrote:\n> Does it work?\n> Ana'))
  t.equal(mail.visibleText, 'It works now.')
  t.match(mail.text, /Does it work\?/)
  t.match(mail.parts.map(({ kind }) => kind), ['written', 'quote'])
})

t.test('names of files in every way that programs write them', async t => {
  const named = async (disposition: string) => (await parseMessage(bytes(`From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n--b\nContent-Type: application/pdf\nContent-Disposition: ${disposition}\n\nx\n--b--\n`))).attachments[0]?.filename
  t.equal(await named('attachment; filename="=?utf-8?q?Rechnung_f=C3=BCr_Mai=2Epdf?="'), 'Rechnung für Mai.pdf')
  t.equal(await named("attachment; filename*=utf-8''Rechnung%20f%C3%BCr%20Mai.pdf"), 'Rechnung für Mai.pdf')
  t.equal(await named("attachment; filename*0*=utf-8''Rechnung%20; filename*1*=f%C3%BCr.pdf"), 'Rechnung für.pdf')
  t.equal(await named('attachment; filename="..\\\\..\\\\CON.pdf"'), '_CON.pdf')
  t.equal(await named('attachment'), 'file')
})

t.test('what is wrong with a mail is named, and the rest is read', async t => {
  const problems = async (raw: Buffer) => (await parseMessage(raw)).problems
  t.ok((await problems(bytes('Subject: x\n\nx'))).includes('no-from'))
  t.ok((await problems(bytes('From: a@example.org\nFrom: b@example.org\n\nx'))).includes('several-from'))
  t.ok((await problems(bytes('From: a@example.org\nMessage-ID: <>\n\nx'))).includes('no-message-id'))
  const many = bytes(`From: a@example.org\nTo: ${Array.from({ length: 10_000 }, (_each, place) => `p${place}@example.org`).join(', ')}\n\nx`)
  t.ok((await parseMessage(many)).to.length <= 1000)
  const bomb = bytes(`From: a@example.org\n${'X-Bomb: y\n'.repeat(60_000)}\nx`)
  t.ok((await problems(bomb)).includes('too-long-headers'))
  let deep = 'Content-Type: text/plain\n\nthe heart\n'
  for (let level = 0; level < 80; level += 1) deep = `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n${deep}\n--b${level}--\n`
  const nested = await parseMessage(bytes(`From: a@example.org\nMIME-Version: 1.0\n${deep}`))
  t.ok(nested.problems.includes('unreadable-parts'))
  t.match(nested.text, 'the heart', 'nothing is lost')
  const injected = await parseMessage(bytes('From: "Eve\\r\\nBcc: x@example.org" <eve@example.org>\nSubject: =?utf-8?q?a=0D=0ABcc:_x@example.org?=\n\nx'))
  t.notMatch(injected.subject, '\n')
  t.notMatch(injected.from?.name, '\n')
})

t.test('bare CR as line ends, encrypted mail, calendars', async t => {
  t.match(await parseMessage(Buffer.from('From: a@example.org\rSubject: Old\r\rHello\r')), { subject: 'Old', visibleText: 'Hello' })
  t.equal((await parseMessage(plain('Subject: x', '-----BEGIN PGP MESSAGE-----\nabc'))).encrypted, 'pgp')
  t.equal((await parseMessage(bytes('From: a@example.org\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nabc'))).encrypted, 'smime')
  const invited = await parseMessage(bytes('From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nCome\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--b--\n'))
  t.match(invited.attachments, [{ contentType: 'text/calendar' }])
})

t.test('a report of a mail server names the mail that did not arrive', async t => {
  const raw = bytes(`From: MAILER-DAEMON@example.net\nReturn-Path: <>\nSubject: Undelivered\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n--b\nContent-Type: message/rfc822\n\nFrom: help@example.org\nMessage-ID: <t1.abc@desk.example>\nSubject: Re\n\nx\n--b--\n`)
  const mail = await parseMessage(raw)
  t.match(mail, { automatic: 'bounce', report: { action: 'failed', originalMessageId: '<t1.abc@desk.example>', recipients: [{ address: 'gone@example.org', status: '5.1.1' }] } })
})

t.test('whatever bytes come, it answers or says that they are no mail', async t => {
  await t.resolves(fc.assert(fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.string({ maxLength: 2000 }).map(text => Buffer.from(`From: a@example.org\r\nContent-Type: ${text}\r\n\r\n${text}`))), async given => {
    try {
      const mail = await parseMessage(Buffer.from(given))
      assert.ok(Array.isArray(mail.problems))
    } catch (error) {
      assert.ok(error instanceof NotAMessage, String(error))
    }
  }), { numRuns: 300 }))
  for (const nothing of ['', '\r\n\r\n', 'just words\r\n\r\nmore', '\0\0\0']) t.ok(await parseMessage(Buffer.from(nothing)).catch((error: unknown) => error) instanceof NotAMessage)
})
