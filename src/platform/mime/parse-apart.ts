import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { second } from '../clock.js'
import { ownBytes } from './own-bytes.js'
import { NotAMessage, type ParsedMessage } from './parsed-message.js'

/** Reading it took too long, or more memory than one message may have. */
export class Poison extends Error {}

export interface MessageReader {
  /**
   * Reads messages one after the other, each within the limits. One that is given as a way to load it is loaded when its
   * turn comes, so that those which wait take up no memory.
   *
   * @throws NotAMessage, Poison, and what loading throws.
   */
  read: (raw: Buffer | (() => Promise<Buffer>)) => Promise<ParsedMessage>
  close: () => Promise<void>
}

type Answer = { message: ParsedMessage } | { refusal: 'not-a-message' | 'failed', text: string }

/** The memory that a message of this size took is given back at once, with its thread, rather than when somebody comes to clean. */
const largeBytes = 5_000_000

const script = ['parse-worker.js', 'parse-worker.ts'].map(name => new URL(name, import.meta.url)).find(url => existsSync(url))!

/**
 * Reads messages in a thread of its own, so that one which was made to hang or to fill the memory hurts nobody but
 * itself: the thread is ended, and the next message gets a new one.
 */
export function openMessageReader ({ seconds = 20, megabytes = 512 }: Partial<{ seconds: number, megabytes: number }> = {}): MessageReader {
  let worker: Worker | null = null
  let queue: Promise<unknown> = Promise.resolve()

  const start = (): Worker => {
    worker ??= new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 16 } })
    worker.unref()
    return worker
  }
  const stop = async (): Promise<void> => {
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  return {
    async read (raw) {
      const turn = queue.then(async () => {
        // What was loaded here is nobody else's, and moves to the thread without a copy.
        const loaded = typeof raw === 'function' ? await raw() : raw
        const { length } = loaded
        const message = await readIn(start(), loaded, typeof raw === 'function' ? ownBytes(loaded) : [], seconds, stop)
        if (length > largeBytes) await stop()
        return message
      })
      queue = turn.catch(() => {})
      return turn
    },
    async close () {
      await queue
      await stop()
    }
  }
}

async function readIn (worker: Worker, raw: Buffer, moved: ArrayBuffer[], seconds: number, stop: () => Promise<void>): Promise<ParsedMessage> {
  const answer = await new Promise<Answer | Poison>(resolve => {
    const timer = setTimeout(() => { finish(new Poison(`Reading it took more than ${seconds} seconds.`)) }, seconds * second)
    const onMessage = (value: Answer): void => { finish(value) }
    const onError = (error: Error): void => { finish(new Poison(error.message)) }
    const onExit = (): void => { finish(new Poison('Reading it took more memory than one message may have.')) }
    const finish = (outcome: Answer | Poison): void => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      resolve(outcome)
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(raw, moved)
  })
  if (answer instanceof Poison) {
    await stop()
    throw answer
  }
  if ('refusal' in answer) throw answer.refusal === 'not-a-message' ? new NotAMessage(answer.text) : new Poison(answer.text)
  return withBuffers(answer.message)
}

/** Bytes come out of a thread as plain arrays. */
function withBuffers (message: ParsedMessage): ParsedMessage {
  return { ...message, attachments: message.attachments.map(attachment => ({ ...attachment, content: Buffer.from(attachment.content.buffer, attachment.content.byteOffset, attachment.content.byteLength) })) }
}
