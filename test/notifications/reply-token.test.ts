import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { newMessageId, threadRoot } from '../../src/notifications/mail-headers.js'
import { readReplyToken, replyAddress, replyTokenOf } from '../../src/notifications/reply-token.js'
import { createSigner } from '../../src/platform/security/signer.js'

const signer = createSigner('a key of this house alone, long enough')
const id = fc.integer({ min: 1, max: 2 ** 31 - 1 })
const reader = fc.constantFrom('person' as const, 'agent' as const)

t.test('a mark finds back from the address and from the Message-ID, also in small or capital letters', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(id, reader, id, (ticketId, reader, readerId) => {
    const token = replyTokenOf(signer, ticketId, { reader, readerId })
    const said = { ticketId, reader, readerId }
    const address = replyAddress('help@riverside.example', token)!
    const messageId = newMessageId({ ticketId, token }, 'https://help.riverside.example')
    for (const place of [address, messageId, threadRoot({ ticketId, token }, 'http://[::1]:3000')]) {
      assert.deepEqual(readReplyToken(signer, place), said)
      assert.deepEqual(readReplyToken(signer, place.toLowerCase()), said)
      assert.deepEqual(readReplyToken(signer, place.toUpperCase()), said)
    }
    assert.ok(address.split('@')[0]!.length <= 64)
    assert.match(address, /^[a-z0-9+]+@/)
  })))
})

t.test('a mark that anything was changed in is no mark', async t => {
  const token = replyTokenOf(signer, 4213, { reader: 'person', readerId: 7 })
  for (let place = 0; place < token.length; place++) {
    for (const letter of 'ab27890-') {
      if (token[place] === letter) continue
      t.equal(readReplyToken(signer, `help+t${token.slice(0, place)}${letter}${token.slice(place + 1)}@riverside.example`), null)
    }
  }
  t.equal(readReplyToken(createSigner('another key of another house, long enough'), `help+t${token}@riverside.example`), null)
  for (const other of [replyTokenOf(signer, 4214, { reader: 'person', readerId: 7 }), replyTokenOf(signer, 4213, { reader: 'agent', readerId: 7 }), replyTokenOf(signer, 4213, { reader: 'person', readerId: 8 })]) {
    t.equal(readReplyToken(signer, `help+t${token.slice(0, -20)}${other.slice(-20)}@riverside.example`), null, 'the signature of another mail fits nowhere else')
  }
})

t.test('there is one way to write each mark', async t => {
  const token = replyTokenOf(signer, 4213, { reader: 'person', readerId: 7 })
  t.equal(readReplyToken(signer, `help+ta${token}@riverside.example`), null, 'a zero before the number')
  for (const text of ['', '<>', '@', 'help@riverside.example', '<t4213.root@help>', `<t1.${'a'.repeat(2000)}@x>`, '+t8', `${token}@riverside.example`]) t.equal(readReplyToken(signer, text), null, text.slice(0, 40))
})

t.test('an address that would be too long goes without', async t => {
  const token = replyTokenOf(signer, 2 ** 31 - 1, { reader: 'agent', readerId: 2 ** 31 - 1 })
  t.equal(token.length, 35)
  t.ok(replyAddress(`${'a'.repeat(27)}@riverside.example`, token))
  t.equal(replyAddress(`${'a'.repeat(28)}@riverside.example`, token), null)
  t.equal(replyAddress('nowhere', token), null)
})
