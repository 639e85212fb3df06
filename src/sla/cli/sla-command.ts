import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { refuse } from './parts-of.js'
import { reckon } from './reckon.js'
import { reckonLines } from './reckon-lines.js'

interface Mouth { say: (text: string) => number, complain: (text: string, code: number) => number }

const usage = `Usage: ostiary sla due --schedule FILE --from ISO --minutes N [--pause ISO/ISO …]
       ostiary sla elapsed --schedule FILE --from ISO --to ISO [--pause ISO/ISO …]
       ostiary sla batch < questions.jsonl
`
/** Exit codes of sysexits.h: wrong usage, a file that cannot be read. */
const exits = { usage: 64, noInput: 66 }

/**
 * Reckons in working time without a database: when something is due, how much time was used, or many such
 * questions, a line of JSON each. A question of many that cannot be answered says so in its line; the others go on.
 *
 * @throws InvalidFields for a single question that cannot be answered.
 */
export async function runSla ([verb, ...args]: string[], mouth: Mouth): Promise<number> {
  switch (verb) {
    case 'due': return reckonOne(args, 'minutes', mouth)
    case 'elapsed': return reckonOne(args, 'to', mouth)
    case 'batch': return reckonMany(args)
    default: return mouth.complain(usage, exits.usage)
  }
}

async function reckonOne (args: string[], wanted: 'minutes' | 'to', { say, complain }: Mouth): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { schedule: text, from: text, [wanted]: text, pause: { type: 'string', multiple: true, default: [] } } })
  const { schedule: file, from, pause } = values as { schedule?: string, from?: string, pause: string[] }
  const until = (values as Record<string, unknown>)[wanted]
  // “--pause A/B C/D” is read like “--pause A/B --pause C/D”.
  if (file === undefined || from === undefined || typeof until !== 'string' || (positionals.length > 0 && pause.length === 0)) return complain(usage, exits.usage)

  let written: string
  try {
    written = await readFile(file, 'utf8')
  } catch (error) {
    return complain(`${file}: ${(error as Error).message}\n`, exits.noInput)
  }
  const pauses = [...pause, ...positionals].map(each => each.split('/'))
  const answer = reckon({ schedule: parse(written), from, [wanted]: wanted === 'to' ? until : numberOf(until), pauses })
  return say(`${'due' in answer ? answer.due : answer.minutes}\n`)
}

async function reckonMany (args: string[]): Promise<number> {
  parseArgs({ args, options: {} })
  try {
    await pipeline(process.stdin, reckonLines, process.stdout, { end: false })
  } catch (error) {
    // Who reads the answers has read enough.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
  return 0
}

function parse (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('schedule', 'sla.cli.no_json')
  }
}

/** What is no plain number stays as it is, so that the refusal can quote it. */
const numberOf = (text: string): number | string => /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text
