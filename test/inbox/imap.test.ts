import { ImapFlow } from 'imapflow'
import t from 'tap'
import { takeMessage } from '../../src/inbox/commands/take-message.js'
import { fingerprintOf } from '../../src/inbox/fingerprint.js'
import { testMailbox } from '../../src/inbox/commands/test-mailbox.js'
import { switchMailbox } from '../../src/inbox/commands/arrange-mailboxes.js'
import { inWorld } from '../support/world.js'
import { addMailbox, mailboxOf, mixedMessages, rowsOf, runnersOf, startDovecot, until } from './imap-support.js'

const server = await startDovecot()
t.teardown(async () => server.stop())

let users = 0
/** Nobody's mail lies in another test's way. */
const newUser = () => `user${++users}`
const wanted = (messages: Buffer[]) => messages.map(raw => fingerprintOf(raw)).toSorted()

inWorld('of two workers one fetches, each of 300 messages becomes one row, and the other takes over', async (t, world) => {
  const user = newUser()
  const messages = mixedMessages(300)
  for (const raw of messages) server.deliver(user, raw)
  const { id } = await addMailbox(world, { userName: user, port: server.port })
  const fetched = [0, 0]
  const workers = [0, 1].map(who => runnersOf(world, async (raw, mailboxId) => { fetched[who]! += 1; return takeMessage(world.platform, raw, { door: 'imap', mailboxId }) }))
  for (const worker of workers) worker.start()

  await until('all are there', async () => (await mailboxOf(world, id)).lastUid === 300)
  t.same((await rowsOf(world)).toSorted(), wanted(messages))
  t.same(fetched.toSorted(), [0, 300], 'one of the two did it all')
  t.match(await mailboxOf(world, id), { messageCount: 300, failingSince: null, lastError: null })

  const first = fetched[0] === 300 ? 0 : 1
  await workers[first]!.stop()
  const [more] = mixedMessages(1, 300)
  server.deliver(user, more!)
  await until('the other took over', async () => (await rowsOf(world)).length === 301)
  t.equal(fetched[1 - first], 1)

  const [another] = mixedMessages(1, 301)
  server.deliver(user, another!)
  await until('the server told of the next one', async () => (await rowsOf(world)).length === 302, 20)
  await workers[1 - first]!.stop()
  t.match(await mailboxOf(world, id), { leaseToken: null, leaseUntil: null }, 'told to stop, it gives the mailbox back')
})

inWorld('a server that ends its connections again and again makes no message twice and loses none', async (t, world) => {
  const user = newUser()
  const messages = mixedMessages(120)
  for (const raw of messages.slice(0, 60)) server.deliver(user, raw)
  const { id } = await addMailbox(world, { userName: user, port: server.port })
  const worker = runnersOf(world)
  worker.start()
  for (const [drops, raw] of messages.slice(60).entries()) {
    server.deliver(user, raw)
    if (drops % 20 === 5) await server.drop()
  }
  await until('all are there', async () => (await rowsOf(world)).length >= 120)
  await until('all is well again', async () => (await mailboxOf(world, id)).failingSince === null)
  await worker.stop()
  t.same((await rowsOf(world)).toSorted(), wanted(messages))
})

inWorld('a message that the server keeps back is asked for again, and not passed by', async (t, world) => {
  const user = newUser()
  const messages = mixedMessages(12)
  for (const raw of messages) server.deliver(user, raw)
  await addMailbox(world, { userName: user, port: server.port })
  const { fetch } = ImapFlow.prototype
  t.teardown(() => { ImapFlow.prototype.fetch = fetch })
  const left = { header: 1, source: 1 }
  ImapFlow.prototype.fetch = async function * (this: ImapFlow, ...asked: Parameters<typeof fetch>) {
    for await (const message of fetch.apply(this, asked)) {
      const what = message.source === undefined ? 'header' : 'source'
      if (message.uid !== 7 || left[what] === 0) yield message
      else left[what] -= 1
    }
  }
  const worker = runnersOf(world)
  worker.start()
  await until('all are there', async () => (await rowsOf(world)).length >= 12)
  await worker.stop()
  t.same((await rowsOf(world)).toSorted(), wanted(messages))
  t.same(left, { header: 0, source: 0 }, 'it kept one back twice')
})

inWorld('when the server counts anew, what was taken is known by its content and the rest is taken', async (t, world) => {
  const user = newUser()
  const messages = mixedMessages(60)
  for (const raw of messages) server.deliver(user, raw)
  const { id } = await addMailbox(world, { userName: user, port: server.port })
  const worker = runnersOf(world)
  worker.start()
  await until('all are there', async () => (await mailboxOf(world, id)).lastUid === 60)
  await worker.stop()
  const before = (await mailboxOf(world, id)).uidValidity

  // Dovecot takes the second as the number.
  await until('another second', () => Math.floor(Date.now() / 1000) > Number(before))
  server.recount(user, 10)
  const more = mixedMessages(5, 60)
  for (const raw of more) server.deliver(user, raw)
  const again = runnersOf(world)
  again.start()
  await until('all are there', async () => (await mailboxOf(world, id)).lastUid === 15)
  await again.stop()
  t.not((await mailboxOf(world, id)).uidValidity, before)
  t.same((await rowsOf(world)).toSorted(), wanted([...messages, ...more]))
  t.equal((await mailboxOf(world, id)).messageCount, 65, 'what was known is not counted again')
})

inWorld('from now on means: mail from before stays untouched', async (t, world) => {
  const user = newUser()
  for (const raw of mixedMessages(8)) server.deliver(user, raw)
  world.platform.clock.set(new Date(Date.now() + 3_600_000))
  const { id } = await addMailbox(world, { userName: user, port: server.port, takesOld: false })
  const worker = runnersOf(world)
  worker.start()
  await until('it looked', async () => (await mailboxOf(world, id)).lastFetchedAt !== null)
  t.same(await rowsOf(world), [])
  const more = mixedMessages(2, 8)
  for (const raw of more) server.deliver(user, raw)
  await until('the new ones are there', async () => (await rowsOf(world)).length === 2)
  await worker.stop()
  t.same((await rowsOf(world)).toSorted(), wanted(more))
})

for (const afterFetch of ['move', 'delete'] as const) {
  inWorld(`what is safe is to be ${afterFetch}d, and nothing before it is`, async (t, world) => {
    const user = newUser()
    const messages = mixedMessages(30)
    for (const raw of messages) server.deliver(user, raw)
    const { id } = await addMailbox(world, { userName: user, port: server.port, afterFetch, moveTo: afterFetch === 'move' ? 'Done' : '' })
    let isFull = true
    const worker = runnersOf(world, async (raw, mailboxId) => {
      if (isFull && (await rowsOf(world)).length === 10) throw new Error('ENOSPC: no space left on device')
      return takeMessage(world.platform, raw, { door: 'imap', mailboxId })
    })
    worker.start()
    await until('it failed', async () => (await mailboxOf(world, id)).failingSince !== null)
    t.match(await mailboxOf(world, id), { lastUid: 0, lastError: { key: 'inbox.trouble.not_kept', values: { said: /ENOSPC/ } } })
    t.equal(server.count(user), 30, 'a full disk costs no message')

    isFull = false
    await until('all are there', async () => (await mailboxOf(world, id)).lastUid === 30)
    await worker.stop()
    t.same((await rowsOf(world)).toSorted(), wanted(messages))
    t.same([server.count(user), server.count(user, 'Done')], [0, afterFetch === 'move' ? 30 : 0])
    t.match(await mailboxOf(world, id), { failingSince: null, lastError: null })
  })
}

inWorld('trying a mailbox says in words what is wrong', async (t, world) => {
  const user = newUser()
  server.deliver(user, mixedMessages(1)[0]!)
  const mailbox = await addMailbox(world, { userName: user, port: server.port })
  const ctx = world.as(world.ana)
  const words = async (more: object) => (await testMailbox(ctx, Object.assign(Object.create(mailbox), more))).words

  t.same(await testMailbox(ctx, mailbox), { isGood: true, words: { key: 'inbox.mailboxes.test_good', values: { folder: 'INBOX', count: 1 } } })
  t.equal((await words({ port: 1 })).key, 'inbox.trouble.refused')
  t.equal((await words({ host: 'no-such-host.invalid' })).key, 'inbox.trouble.unknown_host')
  t.equal((await words({ security: 'tls' })).key, 'inbox.trouble.security')
  t.equal((await words({ security: 'starttls' })).key, 'inbox.trouble.security')
  t.match(await words({ folder: 'Requests' }), { key: 'inbox.trouble.no_folder', values: { folder: 'Requests', folders: 'INBOX' } })
  t.equal((await words({ secret: null })).key, 'inbox.trouble.no_password')
  t.equal((await words({ secret: 'sealed by somebody else, and long enough' })).key, 'inbox.trouble.other_key')
  const wrong = await addMailbox(world, { name: 'Wrong', userName: `${user}x`, password: 'not it', port: server.port })
  t.equal((await testMailbox(ctx, wrong)).words.key, 'inbox.trouble.sign_in')
  t.equal(server.count(user), 1, 'trying takes nothing')
})

inWorld('a mailbox that is switched off is left alone at once', async (t, world) => {
  const user = newUser()
  const mailbox = await addMailbox(world, { userName: user, port: server.port })
  const worker = runnersOf(world)
  worker.start()
  await until('it looked', async () => (await mailboxOf(world, mailbox.id)).lastFetchedAt !== null)
  await switchMailbox(world.as(world.ana), { id: mailbox.id, version: 1, isActive: false })
  await until('it was given back', async () => (await mailboxOf(world, mailbox.id)).leaseToken === null)
  server.deliver(user, mixedMessages(1)[0]!)
  await worker.stop()
  t.same(await rowsOf(world), [])
})
