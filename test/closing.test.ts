import { EventEmitter, once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { mock } from 'node:test'
import fastify from 'fastify'
import t, { type Test } from 'tap'
import closing from '../src/plugins/closing.js'
import { streamNews } from '../src/plugins/event-stream.js'

const second = 1000
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: desk\r\n\r\n`

/** Lets everything happen that waits for no timer and no client. */
async function settle (): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
}

/** A server whose requests tell of themselves, and take as long as they are let. Its time stands still, so that what is given to slow clients never ends by itself. */
async function serveSlowly (t: Test) {
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => { mock.timers.reset() })
  const steps = new EventEmitter()
  const app = fastify()
  await app.register(closing)
  app.get('/', async () => 'ok')
  app.get('/slow', async () => {
    const go = once(steps, 'go')
    steps.emit('arrived')
    await go
    return 'slow but sure'
  })
  app.get('/long', async (_request, reply) => {
    reply.hijack()
    const go = once(steps, 'go')
    reply.raw.writeHead(200, { 'content-length': 4 }).write('be')
    steps.emit('arrived')
    await go
    reply.raw.end('st')
  })
  app.get('/live', async (request, reply) => {
    const go = once(steps, 'go')
    steps.emit('arrived')
    await go
    await streamNews(request, reply, { look: async () => [] })
  })
  app.post('/', async () => 'ok')
  app.addHook('onRequest', async ({ method }) => { if (method === 'POST') steps.emit('arrived') })
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(async () => app.close())

  /** A client that says this much, and no more. */
  const say = async (words: string): Promise<Socket> => {
    const accepted = once(app.server, 'connection')
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => {})
    await accepted
    await new Promise(resolve => { socket.write(words, resolve) })
    t.teardown(() => { socket.destroy() })
    return socket
  }
  return { app, steps, say }
}

t.test('a server that closes waits for nobody who asked nothing', { timeout: 60_000 }, async t => {
  const { app, say } = await serveSlowly(t)
  const clients = [await say(''), await say('GET / HTTP/1.1\r\nhost: de'), await say(get('/'))]
  const [answer] = await once(clients[2] as Socket, 'data') as [Buffer]
  t.match(answer.toString(), /ok$/, 'one of them was answered and stays connected')
  const left = Promise.all(clients.map(async client => client.resume().closed || once(client, 'close')))
  await app.close()
  await left
})

t.test('a request in hand is answered to its end, and its client is let go', { timeout: 60_000 }, async t => {
  const { app, steps, say } = await serveSlowly(t)
  const arrived = once(steps, 'arrived')
  const client = await say(get('/slow'))
  await arrived
  const answered = text(client)
  const closed = app.close()
  await once(app.closing, 'abort')
  steps.emit('go')
  await closed
  t.match(await answered, /slow but sure$/)
})

t.test('an answer that was begun is sent to its end, and its client is let go', { timeout: 60_000 }, async t => {
  const { app, steps, say } = await serveSlowly(t)
  const arrived = once(steps, 'arrived')
  const client = await say(get('/long'))
  await arrived
  const answered = text(client)
  const closed = app.close()
  await once(app.closing, 'abort')
  await settle()
  steps.emit('go')
  await closed
  t.match(await answered, /best$/)
})

t.test('a client that sends half of its request is waited for, but not for ever', { timeout: 60_000 }, async t => {
  const { app, steps, say } = await serveSlowly(t)
  const arrived = once(steps, 'arrived')
  const client = await say('POST / HTTP/1.1\r\nhost: desk\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\nhalf')
  await arrived
  const closed = app.close()
  await once(app.closing, 'abort')
  await settle()
  mock.timers.tick(19 * second)
  await settle()
  t.equal(client.closed, false, 'it has some time')
  mock.timers.tick(second)
  await closed
})

t.test('live news that begin while the server closes end at once', { timeout: 60_000 }, async t => {
  const { app, steps, say } = await serveSlowly(t)
  const arrived = once(steps, 'arrived')
  const client = await say(get('/live'))
  await arrived
  const heard = text(client)
  const closed = app.close()
  await once(app.closing, 'abort')
  steps.emit('go')
  await closed
  t.match(await heard, /retry: 3000/, 'so that the browser asks the next server soon')
})
