import { inspect } from 'node:util'

// Where a line is in the script that ran; where it is in the source follows.
const inScript = /\(?dist-test\/[^\s)]+\)? \(([^)\n]+)\)$/gm

const indent = (text, by) => text.trimEnd().split('\n').map(line => `${' '.repeat(by)}${line}`).join('\n')

/** A line for a file, and below it what went wrong and what it complained of. */
export function describeFile (file, { passed, failed, skipped, problems, complaints, seconds }) {
  const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`].filter(Boolean).join(', ')
  const lines = [`${failed > 0 ? 'FAILED' : '    ok'}  ${file}  ${counts}  ${seconds.toFixed(1)} s`]
  for (const problem of problems) lines.push(`        ✗ ${problem.name}`, ...describeDetails(problem.details))
  if (complaints.trim() !== '') lines.push(indent(complaints, 10))
  return `${lines.join('\n')}\n`
}

/** The closing lines; the last one is for machines too. */
export function describeSum ({ passed, failed, skipped }, { onlySqlite }) {
  const warning = onlySqlite ? '\n*** Only SQLite was tested in this run. ***\n' : ''
  return `${warning}\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`
}

function describeDetails (details) {
  if (!details) return []
  const { diff, stack, at, source, ...others } = details
  const lines = [diff, Object.keys(others).length > 0 && inspect(others, { depth: 4 }), stack?.replace(inScript, '($1)') ?? (at && `${at.fileName}:${at.lineNumber}`)]
  return lines.filter(Boolean).map(text => indent(text, 12))
}
