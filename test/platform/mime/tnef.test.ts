import t from 'tap'
import fc from 'fast-check'
import { parseMessage } from '../../../src/platform/mime/parse-message.js'
import { readTnef } from '../../../src/platform/mime/tnef.js'

const u16 = (value: number): Buffer => { const bytes = Buffer.alloc(2); bytes.writeUInt16LE(value); return bytes }
const u32 = (value: number): Buffer => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return bytes }
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - bytes.length % 4) % 4)])
const sized = (bytes: Buffer): Buffer => Buffer.concat([u32(1), u32(bytes.length), padded(bytes)])
const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le')

/** Level, id, length, data and sum, as MS-OXTNEF 2.1.3 writes them. */
const attribute = (level: number, id: number, data: Buffer): Buffer => Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(data.reduce((sum, byte) => (sum + byte) & 0xFFFF, 0))])
const property = (type: number, id: number, value: Buffer): Buffer => Buffer.concat([u16(type), u16(id), value])
const named = (type: number, id: number, value: Buffer): Buffer => Buffer.concat([u16(type), u16(id), Buffer.alloc(16, 7), u32(1), u32(wide('own').length), padded(wide('own')), value])

const winmail = Buffer.concat([
  u32(0x223E9F78), u16(0x1234), attribute(1, 0x00089006, u32(0x00010000)), attribute(1, 0x00069007, Buffer.concat([u32(1252), u32(0)])),
  attribute(1, 0x00069003, Buffer.concat([u32(1), property(0x1E, 0x1000, sized(Buffer.from('body\0')))])),
  attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x0006800F, Buffer.from('the report')), attribute(2, 0x00018010, Buffer.from('REPORT~1.TXT\0')),
  attribute(2, 0x00069005, Buffer.concat([
    u32(6), property(0x03, 0x3705, u32(1)), named(0x1F, 0x8001, sized(wide('theirs'))), property(0x0B, 0x7FFE, u32(1)), property(0x40, 0x3007, Buffer.alloc(8)),
    property(0x1F, 0x3707, sized(wide('Bericht für März.txt'))), property(0x1E, 0x370E, sized(Buffer.from('text/plain\0')))
  ])),
  attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x00018010, Buffer.from('Gr\u00f6\u00dfe.bin\0', 'latin1')), attribute(2, 0x0006800F, Buffer.from([0, 1, 2, 255]))
])

const mailWith = (content: Buffer): Buffer => Buffer.from([
  'From: ada@post.example', 'Subject: Report', 'Message-ID: <t@post.example>', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the files.',
  '--b', 'Content-Type: application/ms-tnef; name=winmail.dat', 'Content-Disposition: attachment; filename=winmail.dat', 'Content-Transfer-Encoding: base64', '', content.toString('base64'), '--b--', ''
].join('\r\n'))

t.test('the files in a winmail.dat come out with their names and bytes', async t => {
  t.same(readTnef(winmail)?.map(({ name, contentType, content }) => [name, contentType, content.toString('latin1')]), [
    ['Bericht für März.txt', 'text/plain', 'the report'], ['Größe.bin', 'application/octet-stream', '\u0000\u0001\u0002\u00FF']
  ])
  const { attachments, problems, text } = await parseMessage(mailWith(winmail))
  t.same(attachments.map(({ filename, contentType, size }) => [filename, contentType, size]), [['Bericht für März.txt', 'text/plain', 10], ['Größe.bin', 'application/octet-stream', 4]])
  t.match(text, 'See the files.')
  t.same(problems, [])
})

t.test('one that is none, or holds no file, stays what it is', async t => {
  t.equal(readTnef(Buffer.from('no such thing')), null)
  const broken = await parseMessage(mailWith(Buffer.from('no such thing')))
  t.match(broken, { attachments: [{ filename: 'winmail.dat', size: 13 }], problems: ['unreadable-tnef'] })
  t.match(await parseMessage(mailWith(winmail.subarray(0, 40))), { attachments: [{ filename: 'winmail.dat' }], problems: [] })
})

t.test('a file name in it can lead nowhere', async t => {
  const nasty = Buffer.concat([winmail.subarray(0, 6), attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x00018010, Buffer.from('../../etc/passwd\0')), attribute(2, 0x0006800F, Buffer.from('x'))])
  const { attachments } = await parseMessage(mailWith(nasty))
  t.notMatch(attachments[0]?.filename, /[/\\]|\.\./)
})

t.test('whatever the bytes are, it ends, and gives no more than there was', async t => {
  t.doesNotThrow(() => {
    fc.assert(fc.property(fc.nat(winmail.length - 1), fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.nat(winmail.length), (place, bytes, end) => {
      const spoiled = Buffer.from(winmail)
      spoiled.set(bytes.subarray(0, spoiled.length - place), place)
      const files = readTnef(spoiled.subarray(0, end)) ?? []
      return files.every(({ content }) => content.length <= end)
    }), { numRuns: 3000 })
  })
})
