import { isBlank, type MailLine } from './mail-line.js'
import { fieldNames, forwardedWords, originalWords, type HeaderField } from './quote-words.js'

const fields = new Map(Object.entries(fieldNames).flatMap(([field, names]) => names.map(name => [name, field as HeaderField] as const)))
const most = 16

export interface HeaderBlock { end: number, values: Partial<Record<HeaderField, string>> }

/**
 * The lines “From, Sent, To, Subject” that stand above a quoted or forwarded mail, in any order and language, or null. Needs a
 * sender, a day and one more, since people also begin a line with “From:”.
 */
export function headerBlockAt (lines: MailLine[], start: number): HeaderBlock | null {
  const block = readBlock(lines, start)
  if (block === null) return null
  // An answer may end in “From: Monday on”. The block begins where nothing more can be left out.
  const fields = Object.keys(block.values)
  for (let later = start + 1; later < block.end; later++) {
    const rest = readBlock(lines, later)
    if (rest !== null && fields.every(field => Object.hasOwn(rest.values, field))) return null
  }
  return block
}

function readBlock (lines: MailLine[], start: number): HeaderBlock | null {
  const first = start < lines.length ? fieldOf(lines[start]!.text)?.field : undefined
  if (first === undefined || first === 'to' || first === 'cc') return null

  const values: HeaderBlock['values'] = {}
  let end = start
  let blanks = 0
  for (let place = start; place < Math.min(lines.length, start + most); place++) {
    const line = lines[place]!
    if (isBlank(line)) {
      if (++blanks > 1 || (place === start + 1 && first !== 'from')) break
      continue
    }
    const found = fieldOf(line.text)
    if (found === null && (blanks > 0 || !continues(line.text, lines[place - 1]))) break
    end = place
    if (found === null) continue
    values[found.field] ??= found.value
    blanks = 0
  }
  return isWhole(values) ? { end, values } : null
}

/** One line of such a block. */
export function fieldOf (text: string): { field: HeaderField, value: string } | null {
  const colon = text.slice(0, 60).search(/[:：]/)
  if (colon === -1) return null
  const name = text.slice(0, colon).replaceAll('*', '').toLowerCase().replace(/\s+/g, ' ').trim()
  const field = fields.get(name)
  return field === undefined ? null : { field, value: text.slice(colon + 1, 1000).replaceAll('*', '').trim() }
}

/** “-----Original Message-----” or a line of underscores. */
export function isOriginalMark (text: string): boolean {
  return /^\s*_{20,}\s*$/.test(text) || isDashedWord(text, originals)
}

/** “---------- Forwarded message ---------”. */
export function isForwardedMark (text: string): boolean {
  return isDashedWord(text, forwardeds)
}

const originals = new Set(originalWords)
const forwardeds = new Set(forwardedWords)

function isDashedWord (text: string, words: Set<string>): boolean {
  if (text.length > 120) return false
  const inner = text.trim().replace(/^[-–—_=*>\s\u00a0]+|[-–—_=*:：.\s\u00a0]+$/g, '').toLowerCase().replace(/\s+/g, ' ')
  return words.has(inner) && /^\s*[-–—_=]{2,}|[:：]\s*$/.test(text.replaceAll('\u00a0', ' '))
}

/** A list of addresses that goes on in the next line. */
function continues (text: string, before: MailLine | undefined): boolean {
  return /^\s/.test(text) || /^<?[^\s@]+@[^\s@]+/.test(text.trim()) || /@.*[;,>]/.test(text) || /[;,]\s*$/.test(before?.text ?? '')
}

function isWhole ({ from, date, to, subject, other }: HeaderBlock['values']): boolean {
  if (from === undefined || from === '') return false
  const hasDay = date !== undefined && /\d\D+\d/.test(date)
  if (hasDay) return subject !== undefined || to !== undefined
  return from.includes('@') && subject !== undefined && (to !== undefined || other !== undefined)
}
