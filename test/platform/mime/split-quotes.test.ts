import fc from 'fast-check'
import t from 'tap'
import { splitHtml } from '../../../src/platform/mime/split-html.js'
import { splitText } from '../../../src/platform/mime/split-quotes.js'
import { holds } from '../../support/property.js'
import { judgeReply, readReplies, sourceOf, wordsOf } from './replies.js'

const tuned = ['tuning-text.txt', 'tuning-html.txt', 'fresh.txt'].flatMap(readReplies)
const heldOut = readReplies('held-out.txt')
const all = [...tuned, ...heldOut]

t.test('no line that somebody wrote is ever hidden', async t => {
  for (const { name, hidden } of all.map(judgeReply)) t.same(hidden, [], name)
})

t.test('four of five replies are cut exactly, also of those that nobody tuned for', async t => {
  t.ok(all.length >= 150, `${all.length} replies`)
  for (const [name, replies] of Object.entries({ tuned, heldOut })) {
    const wrong = replies.map(judgeReply).filter(({ isExact }) => !isExact)
    t.comment(`${name}: ${replies.length - wrong.length} of ${replies.length} exact; more is shown of: ${wrong.map(({ name }) => name).join('; ') || 'none'}`)
    t.ok(wrong.length * 5 <= replies.length, name)
  }
})

const anyLine = fc.oneof(
  fc.constantFrom(...all.filter(({ form }) => form === 'text').flatMap(({ lines }) => lines.map(({ text }) => text))),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '-- ', '> ', '>>> x', '\t', '```')
)
const anyText = fc.tuple(fc.array(anyLine, { maxLength: 40 }), fc.constantFrom('\n', '\r\n', '\r')).map(([lines, end]) => lines.join(end))

t.test('the parts of a text are the whole text, however its lines are mixed', async t => {
  holds(t, anyText, text => {
    const parts = splitText(text)
    if (parts.map(part => part.text).join('') !== text) throw new Error('something is lost or changed')
    if (parts.some(({ kind }, place) => kind === parts[place - 1]?.kind)) throw new Error('neighbours of one kind are one part')
  }, 500)
})

const anyPiece = fc.oneof(
  fc.constantFrom(...all.filter(({ form }) => form === 'html').flatMap(({ lines }) => lines.map(({ text }) => text))),
  fc.constantFrom('<blockquote type="cite">', '</blockquote>', '<div class="gmail_quote">', '</div>', '<p>', '<table><tr><td>', '<br>', '<img src="cid:x">', '<pre>a\n> b\n', '<style>p{}</style>', '<!-- -->', '<b', '&lt;', '&nbsp;', 'On Mon, Jan 5, 2026 Ada &lt;a@b.example&gt; wrote:'),
  fc.string({ maxLength: 30 })
)

t.test('the parts of a page have all its words, in their order', async t => {
  holds(t, fc.array(anyPiece, { maxLength: 25 }).map(pieces => pieces.join('')), html => {
    if (splitHtml(html).map(part => wordsOf(part.html)).join('') !== wordsOf(html)) throw new Error('words are lost or changed')
  }, 500)
})

const sentences = [
  'I tried it twice on 5 January 2026 and it did not help.', 'Am 5. Januar 2026 habe ich angerufen, niemand war da', 'See you on Monday', 'My address is jane@example.com', 'Please write to jane@example.com on 5.1.2026', 'Best regards', 'Jane', 'Thanks, Tom',
  'Tel. 0123 456789', 'the error is 0x80004005: access denied', '1. yes', '2. no, not since 2026', 'Le 5 janvier 2026 je suis passé', 'El lunes llamé a soporte', '5 stycznia 2026 dzwoniłem', '05.01.2026 я звонил', '2026年1月5日に電話しました。', '我昨天打过电话。', 'Merhaba, 5 Ocak 2026 günü aradım',
  'Ada Lovelace told me to wait', 'Sent you the file yesterday', 'To: be or not', 'I wrote to <boss@example.com> about it', 'On 5 January 2026 I wrote to jane@example.com:', 'jane@example.com wrote on 5 January 2026 that it works', 'Meeting on 5 January 2026 with jane@example.com:', 'From: Monday on', 'The total is > 5', 'ok', 'Room 12, Building C', 'www.example.com does not open', 'Can you call me?', 'PS: it is urgent', 'Kind regards from Berlin', 'Hi Ada,'
]
const quoted = all.filter(({ lines }) => lines.some(({ kind }) => kind === 'q'))
const anySentences = fc.array(fc.constantFrom(...sentences), { minLength: 1, maxLength: 4 })
const dense = (text: string): string => text.replace(/[\s\u00a0]+/g, '')

t.test('whatever is typed right above a quotation, or right below its marks, is shown', async t => {
  holds(t, fc.tuple(fc.constantFrom(...quoted), anySentences, anySentences, fc.boolean()), ([{ form, lines }, above, below, hasGap]) => {
    const first = lines.findIndex(({ kind }) => kind === 'q')
    const rest = lines.slice(first)
    const length = rest.findIndex(({ kind }) => kind !== 'q')
    const quotation = rest.slice(0, length === -1 ? rest.length : length).map(({ text }) => text)
    while (quotation[0] === '') quotation.shift()

    const isMarked = form === 'text' && quotation.some(line => line.startsWith('>'))
    const source = form === 'text'
      ? [...above, ...(hasGap ? [''] : []), ...quotation, ...(isMarked ? below : [])].join('\n')
      : `<div>${above.map(line => `<p>${line.replaceAll('<', '&lt;')}</p>`).join('')}</div>${quotation.join('\n')}`
    const parts = form === 'text' ? splitText(source).map(({ kind, text }) => ({ kind, text })) : splitHtml(source).map(({ kind, html }) => ({ kind, text: wordsOf(html) }))
    const shown = dense(parts.filter(({ kind }) => kind === 'written').map(({ text }) => text).join(''))
    for (const line of [...above, ...(isMarked ? below : [])]) if (!shown.includes(dense(line))) throw new Error(`hidden: ${line}\n\n${source}`)
  }, 2000)
})

// Anything that is not linear would run into the test's time limit here.
t.test('a page nested a hundred thousand deep, a line of a megabyte and a million lines are read', async t => {
  t.equal(splitHtml('<div>'.repeat(100_000) + 'x').length, 1)
  for (const text of ['> '.repeat(500_000), 'wrote: '.repeat(100_000), `${'On 5 Jan 2026 a@b.example '.repeat(20)}\n`.repeat(3000), '>\n\n'.repeat(200_000), ' '.repeat(1_000_000), 'From: a@b.example\n'.repeat(50_000), '<'.repeat(300_000), '-- \nx\n'.repeat(50_000)]) {
    t.equal(splitText(text).map(part => part.text).join(''), text)
  }
})

t.test('a mail of somebody else, pasted without a mark, is shown with the question below it', async t => {
  const specimen = (from: string) => `Hello, please look at this.\n\nFrom: ${from}\nSent: Monday, January 5, 2026 8:00 AM\nTo: Tom\nSubject: Your account\n\nSign in now.\n\nIs it real?`
  const parties = ['tom@example.com', 'help@desk.example']
  const visible = (text: string, about = {}) => splitText(text, about).filter(({ kind }) => kind === 'written').map(part => part.text).join('')

  t.match(visible(specimen('Bank <bank@phish.example>'), { parties }), 'Is it real?')
  t.notMatch(visible(specimen('Support <help@desk.example>'), { parties }), 'Sign in now', 'our own mail is quoted')
  t.match(visible('Odd mail:\nOn Mon, Jan 5, 2026 at 8:00 AM Bank <bank@phish.example> wrote:\n\nSign in.\n\nIs it real?', { parties }), 'Is it real?')
})

t.test('each reply is its own parts again', async t => {
  for (const reply of all.filter(({ form }) => form === 'text')) {
    t.equal(splitText(sourceOf(reply), reply).map(part => part.text).join(''), sourceOf(reply), reply.name)
  }
})
