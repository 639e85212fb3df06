import { readFile } from 'node:fs/promises'
import { NotAMessage } from '../platform/mime/parsed-message.js'
import { parseMessage } from '../platform/mime/parse-message.js'
import { inspectionOf } from './inspect-mail.js'

interface Mouth { say: (text: string) => number, complain: (text: string, code: number) => number }

/**
 * Prints how each file is read, a line of JSON each. Ends with 65 (EX_DATAERR) when one of them is no message at
 * all, 66 (EX_NOINPUT) when one cannot be opened, else with 0 however ugly they are.
 */
export async function inspectFiles (files: string[], { say, complain }: Mouth): Promise<number> {
  if (files.length === 0) return complain('Name at least one file.\n', 64)
  let code = 0
  for (const file of files) {
    try {
      say(`${inspectionOf(await parseMessage(await readFile(file)))}\n`)
    } catch (error) {
      code = complain(`${file}: ${(error as Error).message}\n`, error instanceof NotAMessage ? 65 : 66)
    }
  }
  return code
}
