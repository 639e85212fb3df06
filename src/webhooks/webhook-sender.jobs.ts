import type { Platform } from '../platform/context.js'
import { rest } from '../platform/jobs/rest.js'
import { claimDeliveries } from './commands/claim-deliveries.js'
import { sendDelivery } from './commands/send-delivery.js'

interface SenderOptions { atOnce?: number, idleMs?: number }

/**
 * Sends what waits for webhooks, beside the worker and not in it: a receiver that is slow holds up neither mail nor other
 * receivers. Each gets one message at a time.
 */
export class WebhookSender {
  readonly #busy = new Map<number, Promise<void>>()
  readonly #stopping = new AbortController()
  readonly #atOnce: number
  readonly #idleMs: number
  #loop: Promise<void> | null = null

  constructor (private readonly platform: Platform, { atOnce = 10, idleMs = 1000 }: SenderOptions = {}) {
    this.#atOnce = atOnce
    this.#idleMs = idleMs
  }

  start (): void {
    this.#loop = this.#run()
  }

  /** Takes nothing new and waits for what is under way. */
  async stop (): Promise<void> {
    this.#stopping.abort()
    await this.#loop
    await Promise.all(this.#busy.values())
  }

  /** Sends everything that is due now, and what that lets go, and returns how many tries that were. */
  async runDue (): Promise<number> {
    for (let ran = 0; ;) {
      const claimed = await claimDeliveries(this.platform, [], this.#atOnce)
      if (claimed.length === 0) return ran
      await Promise.all(claimed.map(async ({ id }) => sendDelivery(this.platform, id)))
      ran += claimed.length
    }
  }

  async #run (): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const begun = await this.#begin().catch(error => { this.platform.log.error({ err: error }, 'webhooks could not be looked after'); return 0 })
      // What comes due meanwhile does not wait for a slow receiver either.
      await rest(this.#idleMs, this.#stopping.signal, begun === 0 ? [] : this.#busy.values())
    }
  }

  async #begin (): Promise<number> {
    const room = this.#atOnce - this.#busy.size
    const claimed = room > 0 ? await claimDeliveries(this.platform, [...this.#busy.keys()], room) : []
    for (const { id, webhookId } of claimed) {
      const sending = sendDelivery(this.platform, id).catch(error => { this.platform.log.warn({ err: error, id }, 'a webhook message could not be sent') }).finally(() => { this.#busy.delete(webhookId) })
      this.#busy.set(webhookId, sending)
    }
    return claimed.length
  }
}
