import type { AnswerValue } from '../../src/forms/answer.entity.js'
import { Answer } from '../../src/forms/answer.entity.js'
import type { Question } from '../../src/forms/question.entity.js'
import type { QuestionKind } from '../../src/forms/question-kind.js'
import { day } from '../../src/platform/clock.js'
import { cleanRequestForms } from '../../src/tickets/commands/save-request-form.js'
import { Attachment } from '../../src/tickets/attachment.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { Topic } from '../../src/topics/topic.entity.js'
import { addQuestion, countTickets, onPortal } from './portal-support.js'

/** A question of each kind with what is typed, what is wrong, and what is kept. */
const kinds: Array<{ kind: Exclude<QuestionKind, 'file'>, wrong: string | string[], typed: string | string[], kept: AnswerValue }> = [
  { kind: 'short_text', wrong: '', typed: '  B   3.14 ', kept: 'B 3.14' },
  { kind: 'long_text', wrong: ' ', typed: 'one\r\ntwo', kept: 'one\ntwo' },
  { kind: 'choice', wrong: 'Blue', typed: 'Red', kept: 'Red' },
  { kind: 'choices', wrong: ['Red', 'Blue'], typed: ['Red', 'Green'], kept: ['Red', 'Green'] },
  { kind: 'date', wrong: '2026-02-30', typed: '2026-02-28', kept: '2026-02-28' },
  { kind: 'number', wrong: 'twelve', typed: '3,5', kept: '3.5' },
  { kind: 'email', wrong: 'somebody', typed: 'somebody@example.org', kept: 'somebody@example.org' },
  { kind: 'phone', wrong: 'call me', typed: '+49 621 555 0100', kept: '+49 621 555 0100' },
  { kind: 'checkbox', wrong: '', typed: 'yes', kept: true }
]

onPortal('a request is asked page by page, with a question of every kind', async (t, portal) => {
  const { visitor, topics, platform } = portal
  const asked: Question[] = []
  for (const { kind } of kinds) asked.push(await addQuestion(portal, topics.accounts.id, kind, { isRequired: true, options: kind.startsWith('choice') ? ['Red', 'Green'] : [] }))
  const file = await addQuestion(portal, topics.accounts.id, 'file', { isRequired: true, label: 'The form, signed' })
  await addQuestion(portal, topics.accounts.id, 'short_text', { isPublic: false, label: 'For agents alone' })
  const rhea = visitor()

  const start = (await rhea.get('/')).body
  t.match(start, `/ask?topic=${topics.accounts.id}`)
  t.notMatch(start, '<script', 'no page of the portal loads a script')
  t.match((await rhea.get(`/ask?topic=${topics.accounts.id}`)).body, `value="${topics.accounts.id}" checked`)
  const form = await rhea.begin(topics.accounts.id)

  const wrong = await rhea.post(`${form}/details`, { subject: 'Kept', text: '', ...Object.fromEntries(kinds.map(({ wrong }, place) => [`q${asked[place]?.id}`, wrong])) })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, '<title>Error: ')
  t.match(wrong.body, 'value="Kept"')
  t.match(wrong.body, 'value="twelve"', 'what was typed is still there')
  for (const [place, { kind }] of kinds.entries()) t.match(wrong.body, `href="#q${asked[place]?.id}"`, `the summary leads to the ${kind}`)
  t.match(wrong.body, 'id="text-error"')
  t.notMatch(wrong.body, 'For agents alone')
  t.equal((await rhea.get(`${form}/check`)).headers.location, `${form}/details`, 'no page can be left out')

  const right = await rhea.post(`${form}/details`, { subject: 'Two  lamps', text: 'They are dark.', ...Object.fromEntries(kinds.map(({ typed }, place) => [`q${asked[place]?.id}`, typed])) })
  t.equal(right.headers.location, `${form}/files`)
  t.match((await rhea.get(`${form}/files`)).body, 'Up to 10 files of 25 MB each', 'the limits are told before')

  const empty = await rhea.upload(`${form}/files`, { go: '1' }, [{ name: 'lamp.txt', content: 'dark' }])
  t.equal(empty.statusCode, 422)
  t.match(empty.body, `href="#q${file.id}"`)
  t.match(empty.body, 'lamp.txt', 'the file that did come is kept')
  t.equal((await rhea.upload(`${form}/files`, { go: '1' }, [{ field: `q${file.id}`, name: 'form.pdf', content: 'signed' }])).headers.location, `${form}/you`)

  const nobody = await rhea.post(`${form}/you`, { name: ' ', email: 'rhea at riverside', phone: 'none' })
  t.equal(nobody.statusCode, 422)
  t.match(nobody.body, 'value="rhea at riverside"')
  t.equal((await rhea.post(`${form}/you`, { name: 'Rhea Petrou', email: 'Rhea@riverside.example', phone: '' })).headers.location, `${form}/check`)

  const check = (await rhea.get(`${form}/check`)).body
  for (const words of ['Two lamps', 'They are dark.', 'lamp.txt', 'form.pdf', 'Rhea Petrou', 'Red, Green', 'href="' + form + '/details?to=check"']) t.match(check, words)
  t.equal((await rhea.post(`${form}/you?to=check`, { name: 'Rhea Petrou', email: 'rhea@riverside.example', phone: '' })).headers.location, `${form}/check`, 'a change leads back')

  t.equal((await rhea.post(`${form}/send`, { website: '' })).headers.location, `${form}/sent`)
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { subject: 'Two lamps' })
  t.match((await rhea.get(`${form}/sent`)).body, ticket.number)
  const answers = new Map((await platform.db.read.findBy(Answer, { ticketId: ticket.id })).map(({ questionId, value }) => [questionId, value]))
  for (const [place, { kind, kept }] of kinds.entries()) t.same(answers.get(asked[place]?.id ?? 0), kept, kind)
  const files = await platform.db.read.findBy(Attachment, { ticketId: ticket.id })
  t.same(files.map(({ name, questionId, formKey }) => [name, questionId, formKey]), [['lamp.txt', null, null], ['form.pdf', file.id, null]])
})

onPortal('pressing twice, going back and sending again make one request', async (t, portal) => {
  const { visitor, topics, platform } = portal
  const rhea = visitor()
  const form = await rhea.fillIn(topics.accounts.id)

  const pressed = await Promise.all([rhea.post(`${form}/send`), rhea.post(`${form}/send`), rhea.post(`${form}/send`)])
  t.same(pressed.map(({ headers }) => headers.location), Array(3).fill(`${form}/sent`))
  t.equal((await rhea.post(`${form}/details`, { subject: 'Another', text: 'Again' })).headers.location, `${form}/sent`, 'going back shows what was sent')
  t.equal((await rhea.post(`${form}/send`)).headers.location, `${form}/sent`)
  t.equal((await rhea.get(`${form}/send`)).statusCode, 303, 'a page loaded anew is no error')
  t.equal(await countTickets(portal), 1)

  platform.clock.advance(9 * day)
  await cleanRequestForms(platform)
  t.match((await rhea.get(`${form}/sent`)).body, /26-\d{6}/, 'the bookmark works when the form is long forgotten')
  t.equal((await rhea.post(`${form}/send`)).headers.location, `${form}/sent`)
  t.equal(await countTickets(portal), 1)
})

onPortal('a form is kept for seven days after its last page, then it is gone with its files', async (t, { visitor, topics, platform }) => {
  const rhea = visitor()
  const form = await rhea.begin(topics.accounts.id)
  await rhea.upload(`${form}/files`, {}, [{ name: 'lamp.txt', content: 'dark' }])

  platform.clock.advance(6 * day)
  await rhea.post(`${form}/details`, { subject: 'Slowly', text: 'I am thinking.' })
  platform.clock.advance(6 * day)
  await cleanRequestForms(platform)
  t.match((await rhea.get(`${form}/files`)).body, 'lamp.txt', 'files live as long as their form')

  platform.clock.advance(1.1 * day)
  const gone = await rhea.get(`${form}/details`)
  t.equal(gone.statusCode, 410)
  t.match(gone.body, 'href="/ask"', 'the way to begin anew')
  await cleanRequestForms(platform)
  t.equal(await platform.db.read.countBy(Attachment, {}), 0)
})

onPortal('a topic can be changed with everything else kept, and is asked for when it is gone', async (t, portal) => {
  const { visitor, topics, platform } = portal
  const room = await addQuestion(portal, topics.teaching.id, 'short_text', { label: 'Hall', isRequired: true })
  const old = await addQuestion(portal, topics.accounts.id, 'short_text', { label: 'Login' })
  const rhea = visitor()
  const form = await rhea.fillIn(topics.accounts.id, { [`q${old.id}`]: 'rp1' })

  t.equal((await rhea.post(`${form}/topic?to=check`, { topic: 999 })).statusCode, 422)
  t.equal((await rhea.post(`${form}/topic?to=check`, { topic: topics.teaching.id })).headers.location, `${form}/details?to=check`)
  const details = (await rhea.get(`${form}/details?to=check`)).body
  t.match(details, 'I cannot sign in')
  t.match(details, 'Hall')
  t.equal((await rhea.get(`${form}/check`)).headers.location, `${form}/details`, 'its own questions have to be answered')
  t.equal((await rhea.post(`${form}/details?to=check`, { subject: 'Beamer', text: 'Dark.', [`q${room.id}`]: 'H 1' })).headers.location, `${form}/check`)

  await platform.db.transaction(async manager => manager.update(Topic, { id: topics.teaching.id }, { isActive: false }))
  t.equal((await rhea.post(`${form}/send`)).headers.location, `${form}/topic`)
  t.match((await rhea.get(`${form}/topic`)).body, 'not offered any more')
  t.equal(await countTickets(portal), 0)
  await rhea.post(`${form}/topic`, { topic: topics.accounts.id })
  await rhea.post(`${form}/send`)
  const [ticket] = await platform.db.read.find(Ticket)
  t.same((await platform.db.read.findBy(Answer, { ticketId: ticket?.id })).map(({ questionId }) => questionId), [old.id], 'answers to what is not asked stay behind')
})

onPortal('who is signed in finds name and address filled in', async (t, { browserOf, person, topics }) => {
  const maria = await browserOf(await person('Maria'))
  const form = await maria.begin(topics.accounts.id)
  const { body } = await maria.get(`${form}/you`)
  t.match(body, 'value="Maria"')
  t.match(body, 'value="maria@riverside.example"')
})

onPortal('the form speaks the reader’s language and keeps the page', async (t, { visitor, topics }) => {
  const rhea = visitor()
  const form = await rhea.begin(topics.accounts.id)
  t.match((await rhea.get(`${form}/details`)).body, `href="${form}/details?lang=de"`)
  const german = (await rhea.get(`${form}/details?lang=de`)).body
  t.match(german, '<html lang="de"')
  t.match(german, 'In wenigen Worten')
  t.match((await rhea.get(`${form}/you`)).body, 'Ihr Name', 'and stays in it')
})
