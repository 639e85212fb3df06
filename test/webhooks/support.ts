import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { createWebhook, type WebhookForm } from '../../src/webhooks/commands/save-webhook.js'
import { webhookTypes } from '../../src/webhooks/webhook-types.js'
import { Delivery } from '../../src/webhooks/delivery.entity.js'
import { Webhook } from '../../src/webhooks/webhook.entity.js'
import { createWebhookSender, createWorker } from '../../src/worker.js'
import { system } from '../../src/platform/actor.js'
import { withActor } from '../../src/platform/context.js'
import { inWorld, type World } from '../support/world.js'

export interface Received { path: string, headers: Record<string, string>, body: string, type: string, ticket: number | null }

/** A program that is told: it keeps what it gets and answers as it is told. */
export interface Sink { url: string, got: Received[], answer: (received: Received) => Promise<Said> | Said }

interface Said { status: number, body?: string, headers?: Record<string, string> }

export async function openSink (t: Test): Promise<Sink> {
  const sink: Sink = { url: '', got: [], answer: () => ({ status: 204 }) }
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => { parts.push(part) })
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const { type, data } = JSON.parse(body) as { type: string, data: { ticket?: { id: number } } }
      const received = { path: request.url ?? '', headers: request.headers as Record<string, string>, body, type, ticket: data.ticket?.id ?? null }
      sink.got.push(received)
      void Promise.resolve(sink.answer(received)).then(({ status, body: said = '', headers = {} }) => response.writeHead(status, headers).end(said))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.closeAllConnections(); server.close() })
  sink.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return sink
}

export interface HookWorld extends World {
  sink: Sink
  hook: (form?: Partial<WebhookForm>) => Promise<{ id: number, secret: string }>
  /** Does what waits, up to the messages in their queue. */
  work: () => Promise<number>
  /** The same, and sends what is due. */
  send: () => Promise<number>
  deliveries: () => Promise<Delivery[]>
  webhook: (id: number) => Promise<Webhook>
}

/** A small world and a program beside it that may be told, although it is on this machine. */
export function withSink (name: string, test: (t: Test, world: HookWorld) => Promise<void>, env: Record<string, string> = {}): void {
  inWorld(name, async (t, world) => {
    const sink = await openSink(t)
    const { platform } = world
    const worker = createWorker(platform)
    const work = async (): Promise<number> => worker.runDue()
    await test(t, {
      ...world,
      sink,
      work,
      hook: async form => createWebhook(withActor(platform, system), { name: 'Chat room', url: sink.url, types: [...webhookTypes], departmentIds: [], ...form }),
      send: async () => { await work(); return createWebhookSender(platform).runDue() },
      deliveries: async () => platform.db.read.find(Delivery, { order: { id: 'ASC' } }),
      webhook: async id => platform.db.read.findOneByOrFail(Webhook, { id })
    })
  }, { WEBHOOK_ALLOW: '127.0.0.1', ...env })
}
