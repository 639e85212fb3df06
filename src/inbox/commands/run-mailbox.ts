import type { ImapFlow } from 'imapflow'
import type { Platform } from '../../platform/context.js'
import { hour, minute, second } from '../../platform/clock.js'
import { Mailbox } from '../mailbox.entity.js'
import { MailboxTrouble, mailboxTrouble } from '../mailbox-trouble.js'
import { fetchMailbox, type TakeRaw } from './fetch-mailbox.js'
import { LeaseLost, type Lease } from './lease-mailbox.js'
import { noteFailure, noteReached } from './note-fetch.js'
import { openFolder } from './open-folder.js'

type Parts = Pick<Platform, 'db' | 'clock' | 'signer' | 'log'>

export interface RunOptions {
  take: TakeRaw
  /** Waits that long, or until the signal. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** How long news may be missed when neither IDLE nor asking tells of them. */
  lookAgainMs?: number
}

const firstRetry = 5 * second
const longestRetry = 5 * minute
/** A server that refuses a password counts the tries. */
const longestRefusedRetry = 15 * minute
/** A session begins anew now and then, so that a consent that ends when unused does not. */
const longestSession = 6 * hour

/**
 * Fetches from one mailbox until it is told to stop or the lease is lost: takes what is there, waits for news,
 * and connects again after a growing pause whenever that fails.
 */
export async function runMailbox (parts: Parts, lease: Lease, signal: AbortSignal, options: RunOptions): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    const mailbox = await parts.db.read.findOneBy(Mailbox, { id: lease.mailboxId, isActive: true })
    if (mailbox === null) return
    try {
      await holdSession(parts, mailbox, lease, signal, options, () => { failures = 0 })
    } catch (error) {
      if (error instanceof LeaseLost || signal.aborted) return
      failures += 1
      const words = mailboxTrouble(error, mailbox)
      parts.log.warn({ mailbox: mailbox.id, trouble: words.key, said: words.values?.said, failures }, 'a mailbox could not be fetched')
      const isLost = await noteFailure(parts, lease, words).then(() => false, problem => problem instanceof LeaseLost)
      if (isLost) return
      await options.pause(retryAfter(failures, words.key), signal)
    }
  }
}

async function holdSession (parts: Parts, mailbox: Mailbox, lease: Lease, signal: AbortSignal, options: RunOptions, onReached: () => void): Promise<void> {
  const client = await openFolder(parts, mailbox)
  const news = listen(client, signal)
  try {
    const endsAt = parts.clock.now().getTime() + longestSession
    while (!signal.aborted && parts.clock.now().getTime() < endsAt) {
      news.forget()
      await fetchMailbox(parts, client, lease, options.take)
      await noteReached(parts, lease)
      onReached()
      await news.wait(options.lookAgainMs ?? 5 * minute, options.pause)
      if (!client.usable && !signal.aborted) throw new MailboxTrouble({ key: 'inbox.trouble.dropped', values: { host: mailbox.host } })
    }
  } finally {
    news.end()
    client.close()
  }
}

/** Hears of new messages, of the end of the connection and of our own, also while nobody waits for them. */
function listen (client: ImapFlow, signal: AbortSignal) {
  let heard = new AbortController()
  const hear = (): void => { heard.abort() }
  const stop = (): void => { hear(); client.close() }
  client.on('exists', hear)
  client.on('close', hear)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  return {
    forget: (): void => { if (client.usable && !signal.aborted) heard = new AbortController() },
    wait: async (ms: number, pause: RunOptions['pause']): Promise<void> => { if (!heard.signal.aborted) await pause(ms, heard.signal) },
    end: (): void => { signal.removeEventListener('abort', stop) }
  }
}

function retryAfter (failures: number, key: string): number {
  const isRefused = ['inbox.trouble.sign_in', 'inbox.trouble.sign_in_token', 'inbox.trouble.consent_ended', 'inbox.trouble.client_secret'].includes(key)
  const pause = Math.min(firstRetry * 2 ** (failures - 1) * (isRefused ? 6 : 1), isRefused ? longestRefusedRetry : longestRetry)
  return Math.round(pause * (1 - Math.random() / 4))
}
