import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Parser } from 'tap-parser'

/** Counts the assertions in a TAP file. The line that sums up a nested test is not one. */
export async function countResults (file) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const parser = new Parser()
  watch(parser, counts)
  await pipeline(createReadStream(file), parser)
  return counts
}

function watch (parser, counts) {
  parser.on('assert', result => {
    if (result.skip || result.todo) counts.skipped += 1
    else counts[result.ok ? 'passed' : 'failed'] += 1
  })
  parser.on('child', child => {
    watch(child, counts)
    child.on('complete', result => { if (result.count > 0 || !result.ok) counts[result.ok ? 'passed' : 'failed'] -= 1 })
  })
}
