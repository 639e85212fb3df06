import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Ways of being a bad client: each leaves at another moment. */
export const ways = ['in the headers', 'in the body', 'when all is sent', 'in the answer', 'with half a goodbye'] as const
export type Way = typeof ways[number]

export interface RudeRequest { method: string, address: string, headers: Record<string, string>, body: Buffer }

/** Numbers from 0 to 1 that look like chance and are the same for the same seed. */
export function chance (seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Sends a request, or a part of it, and leaves: by a reset, as when a cable is pulled, not in order. */
export async function leave (port: number, { method, address, headers, body }: RudeRequest, way: Way, random: () => number): Promise<void> {
  const lines = [`${method} ${address} HTTP/1.1`, 'host: localhost', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
  if (method !== 'GET') lines.push(`content-length: ${body.length}`)
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)

  const socket = connect(port, '127.0.0.1')
  const closed = new Promise(resolve => { socket.once('close', resolve) })
  socket.on('error', () => {})
  await Promise.race([once(socket, 'connect'), closed])
  if (way === 'in the headers') await say(socket, head.subarray(0, Math.floor(random() * head.length)))
  else if (way === 'in the body') await say(socket, Buffer.concat([head, body.subarray(0, Math.floor(random() * body.length))]))
  else await say(socket, Buffer.concat([head, body]))

  if (way === 'in the answer') await Promise.race([new Promise(resolve => { socket.once('data', resolve) }), closed])
  if (way === 'with half a goodbye') {
    socket.resume().end()
    await Promise.race([new Promise(resolve => { socket.once('data', resolve) }), closed])
  }
  socket.resetAndDestroy()
  await closed
}

async function say (socket: Socket, words: Buffer): Promise<void> {
  await new Promise<void>(resolve => { socket.write(words, () => { resolve() }) })
}
