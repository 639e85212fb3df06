import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createListener, type AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { isOutside } from '../../src/platform/http/outside-addresses.js'
import { postOutside, type Resolve } from '../../src/platform/http/post-outside.js'

async function listen (t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.closeAllConnections(); server.close() })
  return (server.address() as AddressInfo).port
}

/** A name server that says something else at each question. */
function names (...said: string[][]): { resolve: Resolve, asked: () => number } {
  let asked = 0
  return {
    asked: () => asked,
    resolve: (_name, _options, done) => { done(null, (said[asked++] ?? []).map(address => ({ address, family: address.includes(':') ? 6 : 4 }))) }
  }
}

t.test('only the public internet is outside', async t => {
  for (const address of ['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450:4001::5', '::ffff:8.8.8.8']) t.equal(isOutside(address, []), true, address)
  for (const address of [
    '127.0.0.1', '127.8.9.1', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '168.63.129.16.example', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.2.1',
    '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:a9fe:a9fe', '::127.0.0.1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', '2001::1', 'localhost', ''
  ]) t.equal(isOutside(address, []), false, address)
  t.equal(isOutside('10.1.2.3', ['10.1.0.0/16']), true, 'allowed')
  t.equal(isOutside('10.2.2.3', ['10.1.0.0/16', 'fd00::/8']), false, 'beside what is allowed')
  t.equal(isOutside('fd12::1', ['10.1.0.0/16', 'fd00::/8']), true)
})

t.test('a name is asked once, and the connection goes where it was checked', async t => {
  let connections = 0
  const port = await listen(t, createServer((request, response) => { connections++; request.resume(); response.end('well') }))
  const post = async (resolve: Resolve, allowed: string[]) => postOutside(`http://hooks.example:${port}/`, '{}', {}, { allowed, resolve })

  const steady = names(['127.0.0.1'], ['10.0.0.1'])
  t.match(await post(steady.resolve, ['127.0.0.1']), { status: 200, body: 'well' })
  t.equal(steady.asked(), 1)

  for (const said of [['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['127.0.0.1', '8.8.8.8'], ['::ffff:127.0.0.1'], ['169.254.169.254'], ['::1'], []]) {
    await t.rejects(post(names(said).resolve, []), { name: 'InsideAddress' }, said.join(' and '))
  }
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '017700000001', '127.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]']) {
    await t.rejects(postOutside(`http://${host}:${port}/`, '{}', {}, { allowed: [] }), { name: 'InsideAddress' }, host)
  }
  t.equal(connections, 1, 'nothing else was ever reached')
})

t.test('of a long answer the beginning is kept, and one that never comes is not waited for', async t => {
  const long = await listen(t, createServer((_request, response) => { response.write('x'.repeat(20_000)); response.write('y'.repeat(20_000)) }))
  t.equal((await postOutside(`http://127.0.0.1:${long}/`, '{}', {}, { allowed: ['127.0.0.1'] })).body, 'x'.repeat(8192))

  const dumb = await listen(t, createServer(() => {}))
  await t.rejects(postOutside(`http://127.0.0.1:${dumb}/`, '{}', {}, { allowed: ['127.0.0.1'], timeoutMs: 50 }), { message: 'No answer within 0.05 seconds.' })

  const half = await listen(t, createServer((_request, response) => { response.write('half') }))
  await t.rejects(postOutside(`http://127.0.0.1:${half}/`, '{}', {}, { allowed: ['127.0.0.1'], timeoutMs: 200 }), { name: /Error/ })

  const broken = await listen(t, createServer(request => { request.socket.destroy() }))
  await t.rejects(postOutside(`http://127.0.0.1:${broken}/`, '{}', {}, { allowed: ['127.0.0.1'] }), { code: 'ECONNRESET' })
})

t.test('an answer that changes to another protocol is an answer like any other', { timeout: 60_000 }, async t => {
  const odd = createListener(socket => {
    socket.on('error', () => {})
    socket.once('data', () => { socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n') })
  })
  odd.listen(0, '127.0.0.1')
  await once(odd, 'listening')
  t.teardown(() => { odd.close() })
  const { port } = odd.address() as AddressInfo
  t.strictSame(await postOutside(`http://127.0.0.1:${port}/`, '{}', {}, { allowed: ['127.0.0.1'] }), { status: 101, body: '' })
})
