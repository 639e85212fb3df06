import { createHash } from 'node:crypto'
import type { MessagePart } from '../../src/platform/mime/parsed-message.js'
import { splitHtml } from '../../src/platform/mime/split-html.js'
import { splitText } from '../../src/platform/mime/split-quotes.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { pixel, putMail } from '../support/received-mail.js'
import { inWorld } from '../support/world.js'
import { wordsOf } from '../platform/mime/replies.js'

const reply = 'It works again.\n\nMaria\n-- \nMaria Silva\nRoom 12\n\nOn Mon, Jan 5, 2026 at 3:12 PM Support <help@riverside.example> wrote:\n\n> Does it work?\n'
const page = (sha256: string) => `<div style="color:#000" onclick="alert(1)"><h1>Look</h1><p>here: <img src="cid:${sha256}" alt="the screen" style="width:9999px"><img src="https://tracker.example/x.gif" alt="logo"></p><script>alert(2)</script><a href="javascript:alert(3)">press</a> <a href="https://riverside.example/a?b=1&amp;c=2">read</a></div><div class="gmail_quote"><div class="gmail_attr">On Mon, Jan 5, 2026 at 3:12 PM Support &lt;help@riverside.example&gt; wrote:<br></div><blockquote class="gmail_quote"><p>Is it broken?</p></blockquote></div>`

const partsOf = (html: string): MessagePart[] => splitHtml(html).map(({ kind, html }) => ({ kind, html, text: wordsOf(html) }))

inWorld('the desk and the portal show what was written, and fold the quotation and the signature', async (t, { platform, ask, ben, person }) => {
  const app = await openTestApp(platform)
  const ticket = await ask()
  await putMail(platform, await person('Maria'), ticket.id, splitText(reply))

  for (const [url, cookie] of [[`/desk/tickets/${ticket.id}`, await cookieFor(platform, { agentId: ben.id })], [`/requests/${ticket.number}`, await cookieFor(platform, { personId: (await person('Maria')).id })]] as const) {
    const { statusCode, body } = await app.inject({ url, headers: { cookie } })
    t.equal(statusCode, 200)
    const folds = [...body.matchAll(/<details class="folded"><summary>(.*?)<\/summary>(.*?)<\/details>/gs)].map(([, summary, inside]) => [summary, wordsOf(inside ?? '').replace(/\s+/g, ' ').trim()]).filter(([summary]) => summary?.startsWith('Show'))
    t.same(folds, [['Show signature', '-- Maria SilvaRoom 12'], ['Show quoted text', 'On Mon, Jan 5, 2026 at 3:12 PM Support <help@riverside.example> wrote:> Does it work?']], url)
    t.match(body, '<p>It works again.</p><p>Maria</p>')
    t.notMatch(body, 'as-sent', 'a mail without HTML has no other look')

    const german = await app.inject({ url, headers: { cookie, 'accept-language': 'de' } })
    if (url.startsWith('/requests')) t.match(german.body, 'Zitierten Text zeigen')
  }
  await app.close()
})

inWorld('HTML is shown in the words and colours of the page, with its own pictures and nothing of anybody else', async (t, { platform, ask, ben, person }) => {
  const app = await openTestApp(platform)
  const ticket = await ask()
  const sha256 = createHash('sha256').update(pixel).digest('hex')
  const { fileIds: [picture, other] } = await putMail(platform, await person('Maria'), ticket.id, partsOf(page(sha256)), [{ name: 'image001.png', content: pixel }, { name: 'list.pdf', content: Buffer.from('%PDF') }])

  for (const [path, cookie] of [[`/desk/tickets/${ticket.id}`, await cookieFor(platform, { agentId: ben.id })], [`/requests/${ticket.number}`, await cookieFor(platform, { personId: (await person('Maria')).id })]] as const) {
    const { body } = await app.inject({ url: path, headers: { cookie } })
    const shown = body.slice(body.indexOf('class="mail-html"'), body.indexOf('list.pdf'))
    t.match(shown, `<p><strong>Look</strong></p><p>here: <img src="${path}/files/${picture}/picture" alt="the screen" loading="lazy">logo</p>press <a href="https://riverside.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">read</a>`)
    t.notMatch(shown, /alert|style=|onclick|tracker|javascript|cid:/)
    t.match(shown, /<details class="folded"><summary>Show quoted text<\/summary><div class="mail-html">.*Is it broken\?/s)
    t.notMatch(shown, 'image001.png', 'a picture that is shown is not listed as well')

    const image = await app.inject({ url: `${path}/files/${picture}/picture`, headers: { cookie } })
    t.match(image, { statusCode: 200, headers: { 'content-type': 'image/png', 'content-disposition': 'inline', 'x-content-type-options': 'nosniff' } })
    t.match(image.headers['content-security-policy'], 'sandbox')
    t.equal((await app.inject({ url: `${path}/files/${other}/picture`, headers: { cookie } })).statusCode, 404, 'what is no picture is not shown as one')
  }

  const stranger = await cookieFor(platform, { personId: (await person('Paul')).id })
  t.equal((await app.inject({ url: `/requests/${ticket.number}/files/${picture}/picture`, headers: { cookie: stranger } })).statusCode, 404)
  await app.close()
})

inWorld('a mail can be seen as it was sent, on a page in which nothing runs or loads, by agents who may see the ticket', async (t, { platform, ask, as, ben, nadia, person }) => {
  const app = await openTestApp(platform)
  const ticket = await ask()
  const sha256 = createHash('sha256').update(pixel).digest('hex')
  const { entryId } = await putMail(platform, await person('Maria'), ticket.id, partsOf(page(sha256).replace(/<script>.*?<\/script>| onclick=".*?"/g, '')), [{ name: 'image001.png', content: pixel }])
  const note = await addNote(as(ben), { ticketId: ticket.id, text: 'typed' })
  const see = async (who: { agentId: number } | { personId: number }, entry = entryId) => app.inject({ url: `/desk/tickets/${ticket.id}/entries/${entry}/as-sent`, headers: { cookie: await cookieFor(platform, who) } })

  const desk = await app.inject({ url: `/desk/tickets/${ticket.id}`, headers: { cookie: await cookieFor(platform, { agentId: ben.id }) } })
  t.match(desk.body, `<a href="/desk/tickets/${ticket.id}/entries/${entryId}/as-sent">As it was sent</a>`)

  const sent = await see({ agentId: ben.id })
  t.equal(sent.statusCode, 200)
  t.match(sent.headers['content-security-policy'], /^default-src 'none'; img-src data:; .*sandbox/)
  t.match(sent.body, `<img src="data:image/png;base64,${pixel.toString('base64')}"`)
  t.match(sent.body, /Look.*Is it broken\?/s, 'the quotation as well')

  t.equal((await see({ agentId: nadia.id })).statusCode, 404, 'another department')
  const other = await ask({ subject: 'Another' })
  t.equal((await app.inject({ url: `/desk/tickets/${other.id}/entries/${entryId}/as-sent`, headers: { cookie: await cookieFor(platform, { agentId: ben.id }) } })).statusCode, 404, 'another ticket')
  t.not((await see({ personId: (await person('Maria')).id })).statusCode, 200, 'no agent')
  t.equal((await see({ agentId: ben.id }, note.id)).statusCode, 404, 'typed on a page')
  await app.close()
})
