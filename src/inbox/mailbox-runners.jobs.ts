import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { minute, second } from '../platform/clock.js'
import type { Platform } from '../platform/context.js'
import { leaseMailbox, releaseMailbox, type Lease } from './commands/lease-mailbox.js'
import { runMailbox, type RunOptions } from './commands/run-mailbox.js'
import { listActiveMailboxes } from './mailbox.queries.js'

interface RunnersOptions extends Pick<RunOptions, 'take'>, Partial<Pick<RunOptions, 'pause' | 'lookAgainMs'>> {
  leaseMs?: number
  /** How often it is looked whether mailboxes came, went or changed, and leases are kept. */
  everyMs?: number
}

interface Running { lease: Lease, version: number, stopping: AbortController, done: Promise<void> }

const sleep = async (ms: number, signal: AbortSignal): Promise<void> => { await wait(ms, null, { signal }).catch(() => {}) }

/**
 * Sees to it that every mailbox in use is fetched from by one process, however many there are: whoever has the
 * lease fetches, and keeps it. A process that dies simply lets it run out. A mailbox that an admin changes is begun anew.
 */
export class MailboxRunners {
  readonly #running = new Map<number, Running>()
  readonly #stopping = new AbortController()
  #loop: Promise<void> | null = null

  constructor (private readonly platform: Platform, private readonly options: RunnersOptions) {}

  start (): void {
    this.#loop = this.#run()
  }

  /** Ends every connection, waits for what is in hand and gives the mailboxes back. */
  async stop (): Promise<void> {
    this.#stopping.abort()
    await this.#loop
    await Promise.all([...this.#running.values()].map(async running => end(running)))
  }

  async #run (): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#look().catch(error => { this.platform.log.error({ err: error }, 'the mailboxes could not be looked after') })
      await sleep(this.options.everyMs ?? 5 * second, this.#stopping.signal)
    }
  }

  async #look (): Promise<void> {
    const wanted = new Map((await listActiveMailboxes(this.platform.db.read)).map(({ id, version }) => [id, version]))
    for (const [id, running] of this.#running) {
      const isKept = wanted.get(id) === running.version && await this.#lease(running.lease)
      if (!isKept) await end(running)
    }
    for (const [mailboxId, version] of wanted) {
      if (this.#stopping.signal.aborted || this.#running.has(mailboxId)) continue
      const lease = { mailboxId, token: randomUUID() }
      if (await this.#lease(lease)) this.#begin(lease, version)
    }
  }

  async #lease (lease: Lease): Promise<boolean> {
    return leaseMailbox(this.platform, lease, this.options.leaseMs ?? minute)
  }

  #begin (lease: Lease, version: number): void {
    const stopping = new AbortController()
    const { platform, options } = this
    const done = runMailbox(platform, lease, stopping.signal, { pause: sleep, ...options })
      .catch(error => { platform.log.error({ err: error, mailbox: lease.mailboxId }, 'fetching from a mailbox ended') })
      .then(async () => releaseMailbox(platform, lease))
      .catch(error => { platform.log.warn({ err: error, mailbox: lease.mailboxId }, 'a mailbox could not be given back') })
      .finally(() => { this.#running.delete(lease.mailboxId) })
    this.#running.set(lease.mailboxId, { lease, version, stopping, done })
  }
}

async function end ({ stopping, done }: Running): Promise<void> {
  stopping.abort()
  await done
}
