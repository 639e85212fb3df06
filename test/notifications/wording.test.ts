import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { oneLine } from '../../src/platform/mail/one-line.js'
import { paragraphsOf, plainText } from '../../src/platform/mail/paragraphs.js'
import { allowedValues, fill, fillBody, fillSubject, unknownPlaceholders } from '../../src/notifications/wording.js'

const links = (text: string) => paragraphsOf(text).flat(2).flatMap(({ href }) => href === null ? [] : [href])

t.test('web addresses become links that show where they go, and nothing else does', async t => {
  t.same(links('See https://a.example/b, or (https://a.example/c_(d)).'), ['https://a.example/b', 'https://a.example/c_(d)'])
  t.same(links('“https://a.example/ü?x=1&y=2#z”!'), ['https://a.example/ü?x=1&y=2#z'])
  t.same(links('javascript:alert(1) data:text/html,x ftp://a.example www.a.example https:// http://'), [])
  t.same(links('https://user:secret@a.example/'), ['https://user:secret@a.example/'])
})

t.test('cutting text into pieces loses nothing of it', async t => {
  const line = fc.array(fc.constantFrom('a', ' ', 'https://a.example/x', '.', ')', '(', '<', '"', 'é', '\u{1F600}', 'http://'), { maxLength: 12 }).map(parts => parts.join('').trim()).filter(text => text !== '')
  t.doesNotThrow(() => fc.assert(fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 4 }), paragraphs => {
    const text = paragraphs.map(lines => lines.join('\n')).join('\n\n')
    assert.equal(plainText(paragraphsOf(text)), text)
  })))
})

t.test('a hundred thousand marks are cut in no time', async t => {
  for (const text of ['https://a.example/' + ')'.repeat(100_000), 'https://'.repeat(12_000), '\n'.repeat(100_000), 'https://a.example/' + '('.repeat(100_000) + '.']) {
    const begun = performance.now()
    paragraphsOf(text)
    t.ok(performance.now() - begun < 10_000)
  }
})

t.test('only known placeholders are filled, once, and their values are never read again', async t => {
  const values = { name: '{code} {name}', code: '123456', text: '' }
  t.equal(fill('{name} {constructor} {__proto__} {toString} {unknown} {{name}} <%= name %>', values), '{code} {name} {constructor} {__proto__} {toString} {unknown} {{code} {name}} <%= name %>')
  t.notOk('code' in allowedValues('new_reply', { code: '123456', name: 'Maria' }), 'a reply knows no code')
  t.same(unknownPlaceholders('new_reply', { subject: '{subject} {code}', body: '{text} {Name} {text}' }), ['code', 'Name'])
})

t.test('a line whose placeholders are all empty is left out', async t => {
  const body = fillBody('Hello\n\nFrom: {name}\nDue: {due}\n\n{due}\n\n{text}', { name: 'Maria', due: '', text: 'one\n\ntwo' })
  t.same(body.map(({ kind, paragraphs }) => [kind, plainText(paragraphs)]), [['words', 'Hello'], ['words', 'From: Maria'], ['text', 'one\n\ntwo']])
})

t.test('a subject is one line with the ticket’s number, whatever goes into it', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 }), (wording, value) => {
    const subject = fillSubject(`${wording}{subject}`, { subject: value }, '26-004213')
    assert.ok(subject.length <= 255)
    assert.ok(subject.includes('[26-004213]'))
    assert.doesNotMatch(subject, /[\p{Cc}\u2028\u2029]/u)
    assert.ok(subject.isWellFormed())
  })))
})

t.test('what stands in a header is one line within its limit', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
    const line = oneLine(text, 60)
    assert.ok(line.length <= 60 && line.isWellFormed() && line === line.trim())
    assert.doesNotMatch(line, /[\p{Cc}\u2028\u2029\u202E]|=\?/u)
  })))
})
