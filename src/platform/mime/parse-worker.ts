import { parentPort, type Transferable } from 'node:worker_threads'
import { NotAMessage } from './parsed-message.js'
import { parseMessage } from './parse-message.js'
import { ownBytes } from './own-bytes.js'

/** The thread in which messages are read: each that comes is answered by what it says, or by why it cannot be read. */
parentPort?.on('message', (raw: Uint8Array) => {
  parseMessage(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)).then(
    message => {
      const moved = new Set<Transferable>(message.attachments.flatMap(({ content }) => ownBytes(content)))
      parentPort?.postMessage({ message }, [...moved])
    },
    (error: unknown) => { parentPort?.postMessage({ refusal: error instanceof NotAMessage ? 'not-a-message' : 'failed', text: error instanceof Error ? error.message : String(error) }) }
  )
})
