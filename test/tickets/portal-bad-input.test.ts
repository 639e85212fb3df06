import { RequestForm } from '../../src/tickets/request-form.entity.js'
import { Attachment } from '../../src/tickets/attachment.entity.js'
import { countTickets, onPortal } from './portal-support.js'

const megabyte = 1_000_000
const urlencoded = 'application/x-www-form-urlencoded'

onPortal('a topic that is missing, unknown or for agents is asked for again', async (t, portal) => {
  const rhea = portal.visitor()
  for (const body of [{}, { topic: '999' }, { topic: 'one' }, { topic: '-1' }, { topic: '1e9' }] as Array<Record<string, string>>) {
    const answer = await rhea.post('/ask', body)
    t.equal(answer.statusCode, 422, JSON.stringify(body))
    t.match(answer.body, 'Choose what it is about')
  }
  t.equal((await rhea.get('/ask?topic=one')).statusCode, 200)
  t.equal(await portal.platform.db.read.countBy(RequestForm, {}), 0)
})

onPortal('forged and broken keys lead to a page that begins anew', async (t, { visitor, topics }) => {
  const rhea = visitor()
  const form = await rhea.begin(topics.accounts.id)
  for (const key of ['short', 'a'.repeat(43), 'a'.repeat(500), `${form.slice(5)}x`, '%00', '..%2F..%2Fetc', "' OR 1=1 --"]) {
    for (const page of ['topic', 'details', 'files', 'you', 'check', 'sent']) {
      const answer = await rhea.get(`/ask/${key.replaceAll(' ', '%20')}/${page}`)
      t.equal(answer.statusCode, 410, `${page} of ${key.slice(0, 20)}`)
    }
    t.equal((await rhea.post(`/ask/${key.replaceAll(' ', '%20')}/send`)).statusCode, 410)
  }
})

onPortal('words that are missing, too long or broken come back as they were typed', async (t, portal) => {
  const { visitor, topics } = portal
  const rhea = visitor()
  const form = await rhea.begin(topics.accounts.id)

  t.equal((await rhea.post(`${form}/details`)).statusCode, 422, 'nothing at all')
  const long = await rhea.post(`${form}/details`, { subject: 's'.repeat(240), text: 'w'.repeat(100_001) })
  t.equal(long.statusCode, 422)
  t.match(long.body, 'Use at most 200 characters. You have 240')
  t.match(long.body, 'Use at most 100000 characters. You have 100001')
  t.match(long.body, 'w'.repeat(100_001), 'all of it is still there')
  t.match((await rhea.get(`${form}/details`)).body, 'w'.repeat(100_001), 'and on the server')

  const huge = await rhea.post(`${form}/details`, { subject: 'Long', text: 'w'.repeat(10 * megabyte) })
  t.equal(huge.statusCode, 413)
  t.match(huge.body, 'Shorten the text')

  t.equal((await rhea.send(`${form}/details`, 'subject=%FF%FE%00Broken&text=%C3%28+%ED%A0%80+fine', urlencoded)).statusCode, 303, 'bytes that are no text become what stands for them')
  t.equal((await rhea.post(`${form}/details`, { subject: '\u0000\u0007', text: '\u0000' })).statusCode, 422, 'control characters are nothing')
  t.equal((await rhea.post(`${form}/details`, { subject: ['One', 'Two'], text: ['First', 'Second'] })).statusCode, 303)
  t.match((await rhea.get(`${form}/details`)).body, 'value="One"', 'the first of two values counts')
  t.equal((await rhea.send(`${form}/details`, '{"subject":"x"}', 'application/json')).statusCode, 422, 'no form of ours sends this')
  t.equal((await rhea.send(`${form}/details`, 'x', 'text/turtle')).statusCode, 415)
  t.equal((await rhea.send(`${form}/details`, '__proto__[subject]=x&constructor=y', urlencoded)).statusCode, 422)

  await rhea.post(`${form}/details`, { subject: 'Fine', text: 'Fine' })
  for (const email of ['a@b@c', 'a b@c.d', 'a@c.d\nBcc: all@c.d', `${'a'.repeat(70)}@c.d`, '"a b"@c.d', '<a@c.d>', 'a@']) {
    t.equal((await rhea.post(`${form}/you`, { name: 'Rhea', email })).statusCode, 422, email)
  }
  t.equal((await rhea.post(`${form}/send`)).headers.location, `${form}/you`, 'and nothing can be sent like that')
  t.equal(await countTickets(portal), 0)
})

onPortal('nothing that is typed is run or shown unescaped', async (t, { visitor, topics }) => {
  const evil = '"><script>alert(1)</script>{{12345*54321}}<%= 12345*54321 %>'
  const rhea = visitor()
  const form = await rhea.fillIn(topics.accounts.id, { subject: evil, text: evil, name: evil })
  await rhea.upload(`${form}/files`, {}, [{ name: '<img src=x onerror=alert(1)>.png', content: evil, type: 'text/html' }])
  for (const page of ['details', 'files', 'you', 'check']) {
    const { body } = await rhea.get(`${form}/${page}`)
    t.notMatch(body, '<script>alert', page)
    t.notMatch(body, '<img src=x', page)
    t.notMatch(body, '670592745', page)
  }
})

onPortal('files that do not fit are refused by name, and the others are kept', async (t, portal) => {
  const { visitor, topics, platform } = portal
  const rhea = visitor()
  const form = await rhea.begin(topics.accounts.id)
  const upload = async (files: Parameters<typeof rhea.upload>[2]) => rhea.upload(`${form}/files`, { upload: '1' }, files)

  const mixed = await upload([{ name: 'good.txt', content: 'good' }, { name: 'empty.txt' }, { name: 'huge.bin', content: Buffer.alloc(25 * megabyte + 1) }, { name: 'last.txt', content: 'last' }])
  t.equal(mixed.statusCode, 422)
  for (const words of ['“empty.txt” was not taken: it is empty', '“huge.bin” was not taken: it is larger than 25 MB', 'good.txt', 'last.txt', 'href="#files"']) t.match(mixed.body, words)

  const disguised = await upload([
    { name: '../../etc/passwd', content: 'a' }, { name: 'invoice\u202Efdp.exe', content: 'b' }, { name: 'C:\\fake\\con.txt', content: 'c' }, { name: '\u0000\u0007.', content: 'd' }, { name: `${'n'.repeat(400)}.pdf`, content: 'e' }
  ])
  t.equal(disguised.statusCode, 303)
  const names = (await platform.db.read.find(Attachment, { order: { id: 'ASC' } })).map(({ name }) => name)
  t.same(names.slice(0, 5), ['good.txt', 'last.txt', 'passwd', 'invoicefdp.exe', '_con.txt'])
  t.match(names.at(-1), /\.pdf$/, 'a long name keeps its ending')

  const many = await upload(Array.from({ length: 12 }, (_, place) => ({ name: `file-${place}.txt`, content: 'x' })))
  t.equal(many.statusCode, 422)
  t.match(many.body, '“file-11.txt” was not taken: a request holds at most 10 files')
  t.equal(await platform.db.read.countBy(Attachment, {}), 10)
  const flood = await upload(Array.from({ length: 60 }, (_, place) => ({ name: `more-${place}.txt`, content: 'x' })))
  t.equal(flood.statusCode, 422)
  t.match(flood.body, 'Choose fewer at once')

  const [first] = await platform.db.read.find(Attachment, { order: { id: 'ASC' } })
  t.equal((await rhea.upload(`${form}/files`, { remove: String(first?.id) })).statusCode, 303)
  t.notMatch((await rhea.get(`${form}/files`)).body, 'good.txt')

  const stranger = await visitor().begin(topics.accounts.id)
  await visitor().upload(`${stranger}/files`, { remove: String(Number(first?.id) + 1) })
  t.equal(await platform.db.read.countBy(Attachment, {}), 9, 'nobody takes files off another form')
})

onPortal('a form with files that breaks off is told so', async (t, { visitor, topics }) => {
  const rhea = visitor()
  const form = await rhea.begin(topics.accounts.id)
  const head = '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
  const broken: Array<[string, string]> = [
    [`${head}half`, 'multipart/form-data; boundary=b'], [head, 'multipart/form-data; boundary=b'], ['', 'multipart/form-data; boundary=b'],
    [`${head}x\r\n--b--`, 'multipart/form-data'], ['nothing of the kind', 'multipart/form-data; boundary=b'], ['files=a.txt', urlencoded]
  ]
  for (const [payload, type] of broken) {
    const answer = await rhea.send(`${form}/files`, payload, type)
    t.ok([422, 303].includes(answer.statusCode), `${answer.statusCode} for ${type} with ${payload.length} bytes`)
  }
  const wrongField = await rhea.upload(`${form}/files`, { toString: 'x' })
  t.equal(wrongField.statusCode, 400, 'a field that no form of ours has')
  t.equal((await rhea.get(`${form}/files`)).statusCode, 200, 'the form is still there')
})

onPortal('a form from another site is refused, and nothing is begun', async (t, portal) => {
  const { visitor, topics, platform } = portal
  const rhea = visitor()
  const form = await rhea.fillIn(topics.accounts.id)
  for (const site of ['cross-site', 'same-site']) t.equal((await rhea.send(`${form}/send`, '', urlencoded, { 'sec-fetch-site': site })).statusCode, 403, site)
  t.equal((await rhea.send('/ask', `topic=${topics.accounts.id}`, urlencoded, { 'sec-fetch-site': 'cross-site' })).statusCode, 403)
  t.equal(await platform.db.read.countBy(RequestForm, {}), 1)
  t.equal(await countTickets(portal), 0)
})

onPortal('machines meet a trap and brakes, people lose nothing to them', async (t, portal) => {
  const { visitor, topics, platform } = portal
  const rhea = visitor()
  const form = await rhea.fillIn(topics.accounts.id)
  const trapped = await rhea.post(`${form}/send`, { website: 'https://spam.example' })
  t.equal(trapped.statusCode, 422)
  t.match(trapped.body, 'trap for machines')
  t.match(trapped.body, 'id="website-error"', 'the field can be seen and emptied')
  t.equal(await countTickets(portal), 0)
  t.equal((await rhea.post(`${form}/send`, { website: '' })).headers.location, `${form}/sent`)

  for (let sent = 1; sent < 20; sent++) {
    const another = await rhea.fillIn(topics.accounts.id)
    t.equal((await rhea.post(`${another}/send`)).headers.location, `${another}/sent`)
  }
  const braked = await rhea.fillIn(topics.accounts.id)
  const answer = await rhea.post(`${braked}/send`)
  t.equal(answer.statusCode, 429)
  t.ok(Number(answer.headers['retry-after']) > 0)
  t.match(answer.body, 'My password is not accepted.', 'everything is still there')
  t.equal(await countTickets(portal), 20)
  const other = await rhea.fillIn(topics.accounts.id, { email: 'other@riverside.example' })
  t.equal((await rhea.post(`${other}/send`)).headers.location, `${other}/sent`, 'another address is not meant')

  platform.clock.advance(3_600_001)
  t.equal((await rhea.post(`${braked}/send`)).headers.location, `${braked}/sent`, 'an hour later it goes through')
})
