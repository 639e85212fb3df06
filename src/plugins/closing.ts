import { setMaxListeners } from 'node:events'
import type { Socket } from 'node:net'
import fp from 'fastify-plugin'
import { second } from '../platform/clock.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the server begins to close: what lasts long ends itself then. */
    closing: AbortSignal
  }
}

/** How long requests in hand get to finish, in milliseconds. */
const grace = 20 * second

/**
 * Lets the server close whatever its clients do. A connection on which nothing was asked is ended at once: browsers open
 * some for later, and Node waits for their first word as for a request in hand. What is in hand gets twenty seconds, so
 * that nobody who sends or reads slowly, or stopped to, keeps the process from ending in order.
 */
export default fp(async app => {
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  app.decorate('closing', closing.signal)

  const inHand = new Map<Socket, number>()
  const count = (socket: Socket, change: 1 | -1): number => {
    const left = (inHand.get(socket) ?? 0) + change
    if (!socket.destroyed) inHand.set(socket, left)
    return left
  }

  app.server.on('connection', (socket: Socket) => {
    if (closing.signal.aborted) {
      socket.destroy()
      return
    }
    inHand.set(socket, 0)
    socket.once('close', () => { inHand.delete(socket) })
  })
  app.server.on('request', ({ socket }, response) => {
    count(socket, 1)
    response.once('close', () => { if (count(socket, -1) === 0 && closing.signal.aborted) socket.destroySoon() })
  })

  app.addHook('preClose', async () => {
    closing.abort()
    for (const [socket, requests] of inHand) if (requests === 0) socket.destroy()
    setTimeout(() => { app.server.closeAllConnections() }, grace).unref()
  })
}, { name: 'closing' })
