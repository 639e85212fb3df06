import fc from 'fast-check'
import t from 'tap'
import { showHtml } from '../../../src/platform/mime/show-html.js'
import { shownHtml } from '../../../src/platform/mime/shown-html.js'
import { holds } from '../../support/property.js'
import { wordsOf } from './replies.js'

const sha256 = 'a'.repeat(64)
const pictures = new Map([[sha256, '/desk/tickets/1/files/2/picture']])

t.test('nothing of a mail runs, loads or looks like the page around it', async t => {
  for (const html of [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg><script>alert(1)</script></svg>', '<a href="javascript:alert(1)">x</a>', '<a href=" java\nscript:alert(1)">x</a>', '<a href="data:text/html,x">x</a>', '<iframe src="https://x.example"></iframe>',
    '<form action="/desk"><button>Send</button></form>', '<p style="position:fixed">x</p>', '<div class="button" id="main">x</div>', '<img src="https://x.example/a.gif">', '<img src="//x.example/a.gif">', '<img src="cid:../../logo">', '<base href="https://x.example">',
    '<p dir="x&quot; onclick=alert(1)">x</p>', '<a href="https://x.example/&quot;onclick=alert(1)">x</a>', '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<!--><img src=x onerror=alert(1)>-->', '<td colspan="9999999999">x</td>'
  ]) t.notMatch(showHtml(html, pictures).replaceAll(/>[^<]*</g, '><'), /script|onerror|onclick|style|class|id=|form|button|src="(?!\/desk)|data:|iframe|base|9999/, html)
})

const anyPiece = fc.oneof(fc.constantFrom('<p>', '</p>', '<div onclick="x">', '</div>', '<b', '"', '\'', '>', '<', '&lt;', '&amp;', '&quot;', '<a href="https://x.example/', '">', '<img src="cid:', sha256, '" alt="', '<table>', '<td>', '<h1>', '<script>', '</script>', '<!--', '-->', '<svg>', '<style>', '</style>'), fc.string({ maxLength: 12 }))

t.test('whatever is sent, only what is listed comes out, and it is well formed', async t => {
  holds(t, fc.array(anyPiece, { maxLength: 30 }).map(pieces => pieces.join('')), html => {
    const shown = showHtml(html, pictures)
    const tags = [...shown.matchAll(/<(\/?)([a-z0-9]+)([^<>]*)>/g)]
    if (shown.replace(/<\/?[a-z0-9]+[^<>]*>/g, '').match(/[<>]/)) throw new Error('a bracket stands alone')
    for (const [tag, , name = '', rest = ''] of tags) {
      if (!/^(?:p|div|span|br|b|strong|i|em|u|s|del|ins|sub|sup|small|code|pre|hr|[uod]l|li|d[td]|blockquote|table|caption|t(?:head|body|foot|[rdh])|a|img)$/.test(name)) throw new Error(tag)
      if (!/^(?: (?:dir|start|colspan|rowspan|alt|rel|loading)="[^"]*"| href="(?:https?:|mailto:|tel:)[^"]*"| src="\/desk\/tickets\/1\/files\/2\/picture")*$/.test(rest)) throw new Error(tag)
    }
    if (shownHtml(html, pictures) !== shown || shownHtml(html, pictures) !== shown) throw new Error('remembered wrongly')
  }, 1000)
})

t.test('words that stand a thousand elements deep are shown', async t => {
  t.match(wordsOf(showHtml(`${'<div>'.repeat(1000)}deep${'</div>'.repeat(1000)}after`, pictures)), /deep.*after/)
})

t.test('the same HTML shows the pictures of its own ticket', async t => {
  const html = `<img src="cid:${sha256}">`
  t.match(shownHtml(html, pictures), '/desk/tickets/1/')
  t.match(shownHtml(html, new Map([[sha256, '/requests/26-000001/files/2/picture']])), '/requests/26-000001/')
})
