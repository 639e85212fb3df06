import { setTimeout as wait } from 'node:timers/promises'

/** Waits for `ms`, or until one of `sooner` is through or the signal says so. */
export async function rest (ms: number, signal: AbortSignal, sooner: Iterable<Promise<unknown>> = []): Promise<void> {
  const enough = new AbortController()
  const pause = wait(ms, null, { signal: AbortSignal.any([signal, enough.signal]) }).catch(() => {})
  await Promise.race([pause, ...sooner])
  enough.abort()
}
