import t from 'tap'
import { renderMailHtml, renderMailText, type MailView } from '../../src/notifications/render-mail.js'
import { splitHtml } from '../../src/platform/mime/split-html.js'
import { splitText } from '../../src/platform/mime/split-quotes.js'
import { wordsOf } from '../platform/mime/replies.js'

const paragraph = (text: string) => [[{ text, href: null }]]
const mail: MailView = {
  locale: 'en', dir: 'ltr', subject: 'Re: Printer [26-000123]', preheader: 'Ana answered', heading: 'Re: Printer', subheading: 'Request 26-000123 at Riverside University',
  move: { tone: 'you', strong: 'It is your move.', text: 'Once you answer, we carry on.' },
  sections: [{ kind: 'text', paragraphs: [paragraph('Hello Maria,'), paragraph('which floor is it? On Monday we wrote: the third.')] }],
  button: { label: 'Answer Ana', url: 'https://help.riverside.example/r/x.y' }, links: [{ label: 'See the whole request', url: 'https://help.riverside.example/r/x.z' }],
  earlier: { title: 'Before that', lines: ['You, Monday, 9:00: The printer is on fire.'] }, footer: ['This link works until Friday.'], mute: null
}
const html = renderMailHtml(mail)
const inner = html.slice(html.indexOf('<body'), html.indexOf('</body>')).replace(/<body[^>]*>/, '')
const header = '<b>From:</b> Riverside University &lt;help+t12.abc@riverside.example&gt;<br><b>Sent:</b> Monday, November 23, 2026 9:00 AM<br><b>To:</b> Maria Keller<br><b>Subject:</b> Re: Printer [26-000123]'
const attribution = 'On Mon, 23 Nov 2026 at 09:00, Ana Ribeiro, Riverside University &lt;help+t12.abc@riverside.example&gt; wrote:'

/** Our mail as the usual programs send it back below an answer. */
const answers: Record<string, string> = {
  Gmail: `<div dir="ltr">ANSWER</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${attribution}<br></div><blockquote class="gmail_quote"><u></u>${inner}</blockquote></div>`,
  'Apple Mail': `<body>ANSWER<br><div><blockquote type="cite"><div>${attribution}</div><br class="Apple-interchange-newline">${inner}</blockquote></div></body>`,
  Outlook: `<div class="WordSection1"><p class="MsoNormal">ANSWER</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">${header}</p></div>${inner}</div>`,
  'Outlook on the web': `<div>ANSWER</div><hr><div id="divRplyFwdMsg">${header}</div>${inner}`,
  Thunderbird: `<p>ANSWER</p><div class="moz-cite-prefix">${attribution}<br></div><blockquote type="cite" cite="mid:x">${inner}</blockquote>`,
  Yahoo: `<div>ANSWER</div><div class="yahoo_quoted"><div>${attribution}</div>${inner}</div>`
}

t.test('an answer to one of our mails shows the answer alone, whatever program sent it back', async t => {
  for (const [name, answer] of Object.entries(answers)) {
    for (const words of ['It is the third floor.', 'Ok', 'Yes, since Monday 23 November 2026. Call me: 0123 456789']) {
      const shown = splitHtml(answer.replace('ANSWER', words)).filter(({ kind }) => kind === 'written').map(part => wordsOf(part.html)).join('').trim()
      t.equal(shown, words, name)
    }
  }
})

t.test('and so in plain text', async t => {
  const quoted = renderMailText(mail).trimEnd().split('\n')
  const wrote = attribution.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  for (const text of [`ANSWER\n\n${wrote}\n\n${quoted.map(line => `> ${line}`).join('\n')}\n`, `ANSWER\n\n${header.replaceAll(/<br>/g, '\n').replaceAll(/<[^>]+>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>')}\n\n${quoted.join('\n')}\n`]) {
    const parts = splitText(text)
    t.same(parts.filter(({ kind }) => kind === 'written').map(part => part.text.trim()), ['ANSWER'])
    t.equal(parts.map(part => part.text).join(''), text)
  }
})
