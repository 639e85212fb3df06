import { minute } from '../clock.js'

export interface RequestRate { limit: number, windowSeconds: number, left: number, resetSeconds: number, isOver: boolean }

const mostKept = 10_000

/**
 * Counts what each program asks in a minute. The counts live in one process: several of them let through as many times
 * more, and no request waits for a count to be written.
 */
export class RequestRates {
  readonly #windows = new Map<number, { endsAt: number, asked: number }>()

  constructor (private readonly limit: number) {}

  /** Counts one request and says what is left. */
  take (keyId: number, now: Date): RequestRate {
    const at = now.getTime()
    const known = this.#windows.get(keyId)
    const window = known === undefined || known.endsAt <= at ? { endsAt: at + minute, asked: 0 } : known
    if (this.#windows.size >= mostKept) this.#windows.clear()
    window.asked += 1
    this.#windows.set(keyId, window)
    return { limit: this.limit, windowSeconds: minute / 1000, left: Math.max(0, this.limit - window.asked), resetSeconds: Math.ceil((window.endsAt - at) / 1000), isOver: window.asked > this.limit }
  }
}
