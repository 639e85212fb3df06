import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { translator } from '../../src/platform/i18n/translate.js'
import { createSigner } from '../../src/platform/security/signer.js'
import { previewMail, sampleSnapshot } from '../../src/notifications/preview-mail.js'
import { mailTemplates, templateNames, type TemplateName } from '../../src/notifications/templates.js'
import { ticketLetter } from '../../src/notifications/ticket.mail.js'
import { standardWording } from '../../src/notifications/wording.js'
import { standardOrganisation } from '../../src/settings/organisation.js'
import { locales } from '../../src/words/catalogue.js'
import { noon, organisation } from './support.js'

const golden = path.join(import.meta.dirname, 'golden')
const house = { ...standardOrganisation, ...organisation }
const desk = { baseUrl: 'https://help.riverside.example', signer: createSigner('k'.repeat(40)), now: noon }

/** Compares with what was read and approved; `UPDATE_GOLDEN=1` writes it anew, to be read and approved again. */
function sameAsGolden (t: Test, file: string, content: string): void {
  const place = path.join(golden, file)
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(golden, { recursive: true })
    writeFileSync(place, content)
  }
  t.equal(content, readFileSync(place, 'utf8'), file)
}

for (const locale of locales) {
  for (const name of templateNames) {
    t.test(`${name} in ${locale} reads as it was approved`, async t => {
      const { subject, html, text } = previewMail(name, locale, standardWording(name, locale), house, desk)
      sameAsGolden(t, `${name}.${locale}.txt`, `${subject}\n\n${text}`)
      sameAsGolden(t, `${name}.${locale}.html`, html)
      t.notMatch(`${subject}${html.replace(/<[^>]*>/g, '')}${text}`, /[{}]|undefined|null|NaN|\[object/, 'no placeholder is left')
      if (mailTemplates[name].to !== 'access' && !['digest', 'admin_notice'].includes(name)) t.match(subject, '[26-004213]')
    })
  }
}

const payloads = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '<%= process.env.SECRET_KEY %>', '{{constructor.constructor("alert(1)")()}}',
  '{constructor}', '{code}', '${process.env.PATH}', 'https://a.example/"><script>alert(1)</script>', 'javascript:alert(1)', 'https://a.example/<b>', '&lt;script&gt;', '</blockquote></div><style>*{display:none}</style>'
]

for (const payload of payloads) {
  t.test(`${payload} is shown as it was typed, wherever it stands`, async t => {
    for (const name of templateNames.filter(each => mailTemplates[each].to !== 'access')) {
      const { html, text } = withPayload(name, payload)
      t.notMatch(html, /<script|<img|<style>\*|<b>|alert\(1\)<\/script>/i)
      t.notMatch(html, /<[^>]*\son\w+=/i, 'no handler in any tag')
      for (const [, href] of html.matchAll(/href="([^"]*)"/g)) t.match(href, /^https:\/\//)
      t.ok(text.includes(payload), name)
    }
  })
}

function withPayload (template: TemplateName, payload: string) {
  const snapshot = sampleSnapshot(template, translator('en'), { ...house, name: payload }, noon)
  const people = { ...snapshot.requester, name: payload }
  Object.assign(snapshot.ticket, { subject: payload })
  Object.assign(snapshot.department, { name: payload })
  Object.assign(snapshot.event, { actorName: payload, details: { ...snapshot.event.details, reason: payload, comment: payload } })
  for (const entry of [snapshot.entry, snapshot.earlier]) if (entry !== null) Object.assign(entry, { text: payload, authorName: payload })
  if (snapshot.author !== null) Object.assign(snapshot.author, { name: payload, signature: payload })

  const spoiled = { ...snapshot, requester: people, topicName: payload }
  const recipient = mailTemplates[template].to === 'desk' ? { kind: 'agent' as const, template, agent: { ...snapshot.readers[0]!, name: payload } } : { kind: 'person' as const, template, person: people }
  const wording = standardWording(template, 'en')
  return ticketLetter(spoiled, recipient, { ...wording, body: `${payload}\n\n${wording.body}` }, [payload], desk)
}

t.test('the receipt to an address that has not proved itself says nothing that was typed into the form', async t => {
  const snapshot = sampleSnapshot('request_received', translator('en'), house, noon)
  Object.assign(snapshot.ticket, { subject: 'Buy at https://spam.example' })
  const person = { ...snapshot.requester, name: 'Buy at https://spam.example', verifiedAt: null }
  const letter = ticketLetter({ ...snapshot, requester: person }, { kind: 'person', template: 'request_received', person }, standardWording('request_received', 'en'), [], desk)

  t.notMatch(`${letter.subject}${letter.html}${letter.text}`, /spam\.example/)
  t.equal(letter.subject, 'We have your request: Printing [26-004213]')
  t.match(letter.text, 'Hello,\n')
})

t.test('a very long subject keeps the ticket’s number', async t => {
  const snapshot = sampleSnapshot('new_reply', translator('en'), house, noon)
  Object.assign(snapshot.ticket, { subject: 'ä'.repeat(255) })
  const { subject } = ticketLetter(snapshot, { kind: 'person', template: 'new_reply', person: snapshot.requester }, standardWording('new_reply', 'en'), [], desk)
  t.match(subject, /… \[26-004213\]$/)
  t.ok(subject.length <= 255)
})

t.test('only the requester is asked whether it is solved', async t => {
  const snapshot = sampleSnapshot('solution', translator('en'), house, noon)
  const letterTo = (person: typeof snapshot.requester) => ticketLetter(snapshot, { kind: 'person', template: 'solution', person }, standardWording('solution', 'en'), [], desk)
  t.match(letterTo(snapshot.requester).text, /\/r\/[\w.-]+\/solution\n/)
  t.notMatch(letterTo(snapshot.participants[0]!).text, '/solution')
  t.match(letterTo(snapshot.participants[0]!).muteUrl, /\/r\/[\w.-]+\/mute$/)
})
