import { InvalidFields } from '../../platform/errors.js'
import { translator } from '../../platform/i18n/translate.js'
import { refuse } from './parts-of.js'
import { reckon } from './reckon.js'

const mostBytes = 1_000_000
const newline = 0x0a

/**
 * An answer in JSON for each line of JSON, in the same order, whatever the lines hold. Answers to all lines of
 * a chunk go out together, and no more than a chunk and a line is held.
 */
export async function * reckonLines (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let begun: Uint8Array[] = []
  let bytes = 0
  const keep = (part: Uint8Array) => {
    bytes += part.length
    // One byte too many is enough to know that a line is too long.
    if (bytes <= mostBytes) begun.push(part)
  }
  const answerBegun = () => {
    const answer = bytes > mostBytes ? answerTo(null) : answerTo(Buffer.concat(begun).toString())
    begun = []
    bytes = 0
    return answer
  }

  for await (const chunk of chunks) {
    const answers: string[] = []
    let from = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, end))
      answers.push(answerBegun())
      from = end + 1
    }
    if (from < chunk.length) keep(chunk.subarray(from))
    if (answers.length > 0) yield answers.join('')
  }
  if (bytes > 0) yield answerBegun()
}

/** Null for a line that was too long to be kept. */
function answerTo (line: string | null): string {
  try {
    return `${JSON.stringify(reckon(line === null ? refuse('question', 'sla.cli.long_line', { most: String(mostBytes) }) : parse(line)))}\n`
  } catch (error) {
    if (error instanceof InvalidFields) return `${JSON.stringify({ error: wordsOf(error) })}\n`
    throw error
  }
}

function parse (line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return refuse('question', 'sla.cli.no_json')
  }
}

function wordsOf ({ fields }: InvalidFields): string {
  const t = translator('en')
  return Object.entries(fields).map(([field, { key, values }]) => `${field}: ${t(key, values)}`).join(' ')
}
