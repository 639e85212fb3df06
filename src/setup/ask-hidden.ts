import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** One line from the terminal without showing it, or the first line of what is piped in. */
export async function askHidden (question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => { done() } })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
