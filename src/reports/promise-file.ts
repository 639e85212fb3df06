import type { MissedPromise } from './promise-report.queries.js'

const columns = ['ticket', 'subject', 'department', 'agent', 'promise', 'minutes', 'missed_at', 'met_at'] as const

/** Missed promises as comma-separated values (RFC 4180), with moments in ISO 8601 and a mark that lets spreadsheets read accents. */
export function writeMisses (misses: MissedPromise[]): string {
  const lines = misses.map(miss => [miss.number, miss.subject, miss.departmentName, miss.assigneeName ?? '', miss.kind, String(miss.minutes), moment(miss.missedAt), miss.metAt === null ? '' : moment(miss.metAt)])
  return `\uFEFF${[[...columns], ...lines].map(line => line.map(cell).join(',')).join('\r\n')}\r\n`
}

const moment = (at: number): string => new Date(Number(at)).toISOString()

/** A cell that begins like a formula gets an apostrophe, since spreadsheets would run it. */
function cell (text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
