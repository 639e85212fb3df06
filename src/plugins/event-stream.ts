import type { FastifyReply, FastifyRequest } from 'fastify'
import { second } from '../platform/clock.js'

export interface News { event: 'news' | 'presence', data: unknown }

interface StreamOptions {
  /** What is new since the last look; null ends the stream, as when the reader may no longer see the thing. */
  look: () => Promise<News[] | null>
  onClose?: () => Promise<void>
}

const lookEvery = 3 * second
const longest = 120 * second

/**
 * Server-sent events (HTML Standard, section 9.2): asks `look` every few seconds and passes on what changed.
 * A stream ends after two minutes, and when the server closes; the browser opens the next by itself, so that rights are
 * checked anew and a process that stops is not held up. Once it ended, or its reader left, nothing is asked any more.
 */
export async function streamNews (request: FastifyRequest, reply: FastifyReply, { look, onClose = async () => {} }: StreamOptions): Promise<void> {
  reply.hijack()
  const { raw } = reply
  const { closing } = request.server
  // A reader who left while it was found out who they are says so no second time.
  if (raw.destroyed) {
    await tidyUp()
    return
  }
  const headers = Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined))
  raw.writeHead(200, { ...headers as Record<string, string>, 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write('retry: 3000\n\n')

  const sent = new Map<string, string>()
  const tick = async (): Promise<void> => {
    const news = await look()
    if (raw.writableEnded || raw.destroyed) return
    if (news === null) {
      end()
      return
    }
    for (const { event, data } of news) {
      const text = JSON.stringify(data)
      if (sent.get(event) === text) continue
      sent.set(event, text)
      raw.write(`event: ${event}\ndata: ${text}\n\n`)
    }
    raw.write(':\n\n')
  }

  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    tick().catch((error: unknown) => { request.log.warn({ err: error }, 'a live stream broke'); end() }).finally(() => { busy = false })
  }, lookEvery)
  const limit = setTimeout(end, longest)
  closing.addEventListener('abort', end)
  raw.once('close', () => {
    stopLooking()
    void tidyUp()
  })
  if (closing.aborted) end()

  function end (): void {
    stopLooking()
    raw.end()
  }

  function stopLooking (): void {
    clearInterval(timer)
    clearTimeout(limit)
    closing.removeEventListener('abort', end)
  }

  async function tidyUp (): Promise<void> {
    await onClose().catch((error: unknown) => { request.log.warn({ err: error }, 'a live stream could not be tidied up') })
  }
}
