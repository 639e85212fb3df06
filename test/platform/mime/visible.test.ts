import t from 'tap'
import { partsOf, visibleTextOf } from '../../../src/platform/mime/visible.js'
import { wordsOf } from './replies.js'

const clean = (html: string): string => html.replaceAll(/<(?!\/?(?:p|div|blockquote)\b)[^>]*>/g, '')
const body = { text: 'It works.\n\n> Does it?', html: '<div><p onclick="x">It <b>works</b>.</p></div><p>On Mon, Jan 5, 2026 Ada &lt;ada@desk.example&gt; wrote:</p><blockquote type="cite">Does it?</blockquote>', clean, textOf: wordsOf }

t.test('HTML is cut before its parts are cleaned, and text where there is no HTML', async t => {
  const parts = partsOf(body)
  t.same(parts.map(({ kind }) => kind), ['written', 'quote'])
  t.notMatch(parts[0]?.html, '<b>')
  t.equal(visibleTextOf(parts), 'It works.')

  t.same(partsOf({ ...body, html: null }).map(({ html }) => html), [null])
  t.equal(visibleTextOf(partsOf({ ...body, html: null })), body.text, 'a quotation that nobody announced may be a log')
})
