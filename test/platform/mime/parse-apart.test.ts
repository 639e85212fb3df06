import t from 'tap'
import { NotAMessage } from '../../../src/platform/mime/parsed-message.js'
import { openMessageReader, Poison } from '../../../src/platform/mime/parse-apart.js'

const raw = (subject: string): Buffer => Buffer.from(`From: a@example.org\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n--b--\r\n`)

t.test('messages are read in order in another thread, with their files', async t => {
  const reader = openMessageReader()
  t.teardown(reader.close)
  const read = await Promise.all(['one', 'two', 'three'].map(async subject => reader.read(raw(subject))))
  t.same(read.map(({ subject }) => subject), ['one', 'two', 'three'])
  t.ok(Buffer.isBuffer(read[0]?.attachments[0]?.content))
  t.ok(await reader.read(Buffer.from('nothing')).catch((error: unknown) => error) instanceof NotAMessage)
  t.equal((await reader.read(raw('after'))).subject, 'after')
})

t.test('a message that takes too long is given up, and the next is read', async t => {
  const hasty = openMessageReader({ seconds: 0 })
  t.teardown(hasty.close)
  t.ok(await hasty.read(raw('slow')).catch((error: unknown) => error) instanceof Poison)

  const reader = openMessageReader()
  t.teardown(reader.close)
  t.equal((await reader.read(raw('next'))).subject, 'next')
})
