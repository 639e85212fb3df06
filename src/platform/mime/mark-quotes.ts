import { attributionAt } from './attribution.js'
import { headerBlockAt, isOriginalMark } from './header-block.js'
import { isBlank, type MailLine, type PartKind } from './mail-line.js'
import { greetings, inlineHints } from './quote-words.js'

/** Our own mark: what stands below it is our mail. */
const replyMark = /^\s*#{2,}- .{5,200} -#{2,}\s*$/

/** Marks the lines before `end` that are quoted, with the lines that announce them. */
export function markQuotes (lines: MailLine[], kinds: PartKind[], end: number, parties: string[] = []): void {
  let isAttributed = false
  let isFenced = false

  for (let place = 0; place < end; place++) {
    const line = lines[place]!
    if (line.depth === 0 && /^\s*(?:```|~~~)/.test(line.text)) isFenced = !isFenced
    if (isFenced || isBlank(line)) continue

    if (line.depth === 0 && replyMark.test(line.text)) return fill(kinds, place, end)
    if (line.mark === 'quote') {
      // In a colour of its own somebody answers inside of what is quoted.
      if (!line.isColoured) kinds[place] = 'quote'
      continue
    }
    if (line.mark === 'held') {
      const stop = endOf(lines, place, end, next => next.mark === 'held' || next.mark === 'quote' || isBlank(next))
      if (isSure(lines, kinds, place, stop)) fill(kinds, place, stop)
      place = stop - 1
      continue
    }
    const opening = line.depth === 0 ? endOfOpening(lines, place) : null
    // Below such a header some programs mark what they quote all the same; then what has no mark is an answer.
    const isMarked = opening !== null && line.mark !== 'rest' && isDeeper(lines[nextFilled(lines, opening + 1, end)] ?? line, line)
    if (opening !== null && !isMarked) return (line.mark === 'rest' || isOfParty(lines, place, opening, parties)) && isSure(lines, kinds, place, end) ? fill(kinds, place, end) : undefined

    const attribution = isMarked ? { end: opening!, isFull: false } : attributionAt(lines, place)
    const next = attribution === null ? end : nextFilled(lines, attribution.end + 1, end)
    if (attribution !== null && next < end && isDeeper(lines[next]!, line)) {
      isAttributed = true
      fill(kinds, place, next)
      place = next - 1
    } else if (attribution?.isFull === true && next < end && line.depth === 0 && line.mark === null) {
      return isOfParty(lines, place, attribution.end, parties) && isSure(lines, kinds, place, end) ? fill(kinds, place, end) : undefined
    } else if (line.depth > 0) {
      const stop = endOf(lines, place, end, next => next.depth > 0 && next.mark !== 'quote')
      isAttributed ||= opensWithAttribution(lines, place, stop)
      if (isQuotation(lines, kinds, place, stop, isAttributed)) fill(kinds, place, stop)
      place = stop - 1
    }
  }
}

/** The place of the last line above that has words, or -1. */
export function previousFilled (lines: MailLine[], place: number): number {
  let above = place - 1
  while (above >= 0 && isBlank(lines[above]!)) above--
  return above
}

/** The last line of what opens a quotation without marks, that goes on to the end of the mail; null when nothing opens here. */
function endOfOpening (lines: MailLine[], place: number): number | null {
  const { mark, text } = lines[place]!
  if (mark === 'rest') return place
  const next = isOriginalMark(text) ? nextFilled(lines, place + 1, lines.length) : place
  return next < lines.length ? headerBlockAt(lines, next)?.end ?? null : null
}

/**
 * An unmarked quotation hides all that follows. So there must be an answer above it, the answer must not introduce it (“I got this:”)
 * nor say that more stands below, and nothing below may be coloured as answers are.
 */
function isSure (lines: MailLine[], kinds: PartKind[], start: number, end: number): boolean {
  const above = lines.slice(0, start).filter((line, place) => kinds[place] === 'written' && line.depth === 0 && !isBlank(line) && line.mark !== 'signature')
  return above.some(({ text }) => !isSalutation(text)) && !/[:：]\s*$/.test(above.at(-1)!.text) && !above.some(({ text }) => inlineHints.test(text.slice(0, 2000))) &&
    !lines.slice(start, end).some(line => line.isColoured)
}

/** Whether the quoted mail is from the domain of somebody whom this mail concerns. Without a mark it may be one that was pasted, as a specimen. */
function isOfParty (lines: MailLine[], start: number, end: number, parties: string[]): boolean {
  const block = [start, nextFilled(lines, start + 1, end + 1)].map(place => headerBlockAt(lines, place)).find(found => found !== null)
  const from = block?.values.from ?? lines.slice(start, end + 1).map(({ text }) => text).join(' ')
  const domain = /[^\s<>@]{1,100}@([^\s<>@)\]"';,]{3,})/.exec(from)?.[1]?.toLowerCase()
  return domain === undefined || parties.length === 0 || parties.some(address => address.toLowerCase().endsWith(`@${domain}`))
}

function isSalutation (text: string): boolean {
  const words = text.trim().split(/\s+/)
  return words.length <= 6 && (/[,，、]$/.test(text.trim()) || (greetings.test(text.trim()) && words.length <= 4))
}

function isDeeper (line: MailLine, than: MailLine): boolean {
  return line.depth > than.depth || line.mark === 'quote'
}

/** Some programs put “Ada wrote” inside the quotation. */
function opensWithAttribution (lines: MailLine[], start: number, end: number): boolean {
  const first = nextFilled(lines, start, end)
  return first < end && attributionAt(lines, first) !== null
}

/** Whether lines with “>” are a mail: a person also pastes logs and shells, and says so in front. */
function isQuotation (lines: MailLine[], kinds: PartKind[], start: number, end: number, isAttributed: boolean): boolean {
  const block = lines.slice(start, end)
  const before = previousFilled(lines, start)
  if (before !== -1 && kinds[before] === 'written' && /[:：]\s*$/.test(lines[before]!.text)) return false
  if (isAttributed) return Math.min(...block.slice(0, 1000).map(({ depth }) => depth)) < 3
  return isLetter(block) || block.some((_, place) => place < 100 && headerBlockAt(block, place) !== null)
}

/** Begins with a salutation and has a sentence. */
function isLetter (block: MailLine[]): boolean {
  const filled = block.filter(line => !isBlank(line))
  const first = filled[0]?.text.trim() ?? ''
  return filled.length >= 3 && greetings.test(first) && /[,，、]$/.test(first) && first.split(/\s+/).length <= 6 && filled.slice(1).some(({ text }) => /\p{L}[.?!。？！]\s*$/u.test(text))
}

function endOf (lines: MailLine[], start: number, end: number, belongs: (line: MailLine) => boolean): number {
  let stop = start
  while (stop < end && belongs(lines[stop]!)) stop++
  return stop
}

function nextFilled (lines: MailLine[], start: number, end: number): number {
  let place = start
  while (place < end && isBlank(lines[place]!)) place++
  return place
}

function fill (kinds: PartKind[], start: number, end: number): void {
  kinds.fill('quote', start, end)
}
