import { EventEmitter, once } from 'node:events'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { mock } from 'node:test'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import t, { type Test } from 'tap'
import closing from '../src/plugins/closing.js'
import { streamNews, type News } from '../src/plugins/event-stream.js'

const second = 1000

interface Watched { app: FastifyInstance, address: string, looks: () => number, closes: () => number }

/** A server with one stream, of which it is counted how often it looks and how often it is tidied up. */
async function serveStream (t: Test, { look = async () => [], before = async () => {} }: { look?: (nth: number) => Promise<News[] | null>, before?: (request: FastifyRequest) => Promise<unknown> }): Promise<Watched> {
  const app = fastify()
  await app.register(closing)
  let [looks, closes] = [0, 0]
  app.get('/', async (request, reply) => {
    await before(request)
    await streamNews(request, reply, {
      look: async () => look(looks += 1),
      onClose: async () => { closes += 1 }
    })
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(async () => app.close())
  return { app, address: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`, looks: () => looks, closes: () => closes }
}

/** Lets everything happen that waits for no timer. */
async function settle (): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
}

t.beforeEach(() => { mock.timers.enable({ apis: ['setInterval', 'setTimeout'] }) })
t.afterEach(() => { mock.timers.reset() })

t.test('a reader who leaves before the stream began leaves nothing behind', async t => {
  const steps = new EventEmitter()
  const { address, looks, closes } = await serveStream(t, {
    before: async request => {
      steps.emit('arrived')
      await once(request.raw.socket, 'close')
      setImmediate(() => steps.emit('handled'))
    }
  })
  const arrived = once(steps, 'arrived')
  const handled = once(steps, 'handled')
  const reader = get(address)
  reader.on('error', () => {})
  await arrived
  reader.destroy()
  await handled
  await settle()
  t.equal(closes(), 1, 'it is tidied up')

  mock.timers.tick(300 * second)
  await settle()
  t.equal(looks(), 0, 'and nobody looks for a reader who is not there')
})

t.test('a stream looks every three seconds and says what changed, once', async t => {
  const { address, looks, closes } = await serveStream(t, { look: async nth => nth < 3 ? [{ event: 'news', data: { count: 1 } }] : nth < 4 ? [{ event: 'news', data: { count: 2 } }] : null })
  const [reader] = await once(get(address), 'response') as [NodeJS.ReadableStream]
  const heard = text(reader)
  for (let tick = 0; tick < 6; tick += 1) {
    mock.timers.tick(3 * second)
    await settle()
  }
  t.equal(await heard, 'retry: 3000\n\nevent: news\ndata: {"count":1}\n\n:\n\n:\n\nevent: news\ndata: {"count":2}\n\n:\n\n')
  t.equal(looks(), 4, 'not again after the end')
  t.equal(closes(), 1)
})

t.test('what a look finds after the stream has ended is written nowhere', async t => {
  const steps = new EventEmitter()
  const { address, looks, closes } = await serveStream(t, { look: async () => (await once(steps, 'found')) as News[] })
  const [reader] = await once(get(address), 'response') as [NodeJS.ReadableStream]
  const heard = text(reader)
  mock.timers.tick(3 * second)
  await settle()
  mock.timers.tick(117 * second)
  steps.emit('found', { event: 'news', data: 'too late' })
  t.equal(await heard, 'retry: 3000\n\n', 'it ended after two minutes')
  mock.timers.tick(30 * second)
  await settle()
  t.equal(looks(), 1)
  t.equal(closes(), 1)
})

t.test('a look that fails ends the stream', async t => {
  const { address, looks, closes } = await serveStream(t, { look: async () => { throw new Error('The database is away.') } })
  const [reader] = await once(get(address), 'response') as [NodeJS.ReadableStream]
  const heard = text(reader)
  mock.timers.tick(3 * second)
  t.equal(await heard, 'retry: 3000\n\n')
  mock.timers.tick(30 * second)
  await settle()
  t.equal(looks(), 1)
  t.equal(closes(), 1)
})
