import { isBlank, type MailLine, type PartKind } from './mail-line.js'
import { greetings } from './quote-words.js'
import { closings, contactSorts, mailBrands, noticeBegins, noticeLines, noticeWords, notOfNotices, notOfTaglines, ownDevices, taglines } from './signature-words.js'

const longestSignature = 24
const afterword = /^(?:p\.? ?p?\.? ?s\b|ps[:.\s]|nb\b|edit:|update:|note:|nachtrag|n\.b\.|post scriptum|z\.y\.|追伸|附注)/iu

/**
 * Marks what stands below an answer: the signature, what a telephone adds, a firm's notice. Looks at one stretch of written
 * lines from its end upwards and stops at the first line that the person may have written for this mail.
 */
export function markSignature (lines: MailLine[], kinds: PartKind[], from: number, to: number): void {
  let end = markDashed(lines, kinds, from, to)
  for (;;) {
    const stop = end
    const start = startOfTail(lines, from, stop)
    if (start === null) return
    end = withDashes(lines, from, start)
    kinds.fill('signature', end, start)
    kinds.fill('signature', start, stop)
  }
}

/** Below “-- ”, unless it reads on like a letter. Answers where the rest ends. */
function markDashed (lines: MailLine[], kinds: PartKind[], from: number, to: number): number {
  for (let place = to - 1; place >= from; place--) {
    const text = lines[place]!.text
    if (!/^(?:--|—) ?$/.test(text)) continue
    const stop = readsOn(lines, place + 1, to, isOtherThanCard)
    const filled = count(lines, place + 1, stop)
    const isSignature = filled > 0 && filled <= longestSignature && count(lines, from, place) > 0 && (text === '-- ' ? /\p{L}/u.test(lines[place + 1]!.text) || isBlank(lines[place + 1]!) : stop === to && isNamed(lines, place, to))
    if (!isSignature) return to
    kinds.fill('signature', place, stop)
    return stop === to ? place : to
  }
  return to
}

/** Without its space the line may be one that somebody drew: then a name must stand below it, and little more. */
function isNamed (lines: MailLine[], dashes: number, to: number): boolean {
  const below = lines.slice(dashes + 1, to).map(({ text }) => text.trim()).filter(text => text !== '')
  const isName = /^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3}(?<!\.)$/u.test(below[0] ?? '')
  return isName && below.length <= 10 && (below.length > 1 || below[0]!.includes(' ')) && below.slice(1).every(isCardLine)
}

/** A line of a card and no sentence: of a known sort, or with capitals throughout. */
function isCardLine (text: string): boolean {
  if (contactSorts.some(sort => text.split(/\s[|·•]\s/).some(piece => sort.test(piece)))) return true
  return text.length <= 60 && !closings.test(text.split(',')[0]!) && !/[.!?:;。！？：]$|:/u.test(text) && /^[\p{Lu}\d]/u.test(text) && !/(?<!\p{L})\p{Ll}{3,}/u.test(text.replace(/\b(?:and|und|für|der|des|the|von|for|del|della)\b/g, ''))
}

/** The first line behind a signature's begin that a person wrote for this mail, or the end. */
function readsOn (lines: MailLine[], start: number, to: number, isTyped: (lines: MailLine[], start: number, to: number) => boolean): number {
  for (let place = start; place < to; place++) {
    const text = lines[place]!.text.trim()
    const opensParagraph = place === start || isBlank(lines[place - 1]!)
    if (afterword.test(text) || /[?？]\s*$/.test(text)) return paragraphStart(lines, start, place)
    if (opensParagraph && place > start && (greetings.test(text) || isTyped(lines, place, to)) && !isNotice(paragraph(lines, place, to))) return place
  }
  return to
}

function paragraphStart (lines: MailLine[], start: number, place: number): number {
  while (place > start && !isBlank(lines[place - 1]!)) place--
  return place
}

/** A paragraph of its own below a name, that is neither address nor motto: somebody went on to write. */
function isOtherThanCard (lines: MailLine[], start: number, to: number): boolean {
  for (let place = start; place < to && !isBlank(lines[place]!); place++) {
    const text = lines[place]!.text.trim()
    if (!isCardLine(text) && !isTagline(text) && !/^["“„«].*["”“»]/u.test(text)) return true
  }
  return false
}

/** A sentence with its full stop, long enough to be none of a motto or an address. */
function isProse (lines: MailLine[], start: number, to: number): boolean {
  const text = paragraph(lines, start, to)
  return text.length > 60 && /\p{Ll}{2,}[.!…]/u.test(text) && !contactSorts.some(sort => sort.test(lines[start]!.text.trim()))
}

/** Where the last block of a stretch begins when it is a tagline, a notice or a card, else null. */
function startOfTail (lines: MailLine[], from: number, end: number): number | null {
  let last = end - 1
  while (last >= from && isBlank(lines[last]!)) last--
  if (last < from) return null
  const marked = lines[last]!.mark === 'signature'
  if (marked) return startOfMarked(lines, from, last)
  if (isTagline(lines[last]!.text)) return withBlanks(lines, from, last)

  const first = paragraphStart(lines, from, last)
  if (first > from && isNotice(paragraph(lines, first, last + 1))) return withBlanks(lines, from, first)
  return startOfCard(lines, from, last)
}

function startOfMarked (lines: MailLine[], from: number, last: number): number | null {
  let start = last
  while (start > from && (lines[start - 1]!.mark === 'signature' || isBlank(lines[start - 1]!))) start--
  const isTyped = lines.slice(start, last + 1).some(({ text }) => isSentence(text.trim()) && !isTagline(text) && !isNotice(text))
  return !isTyped && readsOn(lines, start, last + 1, isProse) > last ? start : null
}

/** Somebody may have typed on in the box of the signature. */
function isSentence (text: string): boolean {
  return /[.!。！]$/u.test(text) && (/[。！]$/u.test(text) || (text.match(/(?<!\p{L})\p{Ll}{3,}/gu)?.length ?? 0) >= 2)
}

function isTagline (text: string): boolean {
  const line = text.trim().replace(/<[^<>]{0,200}>|https?:\/\/\S{1,200}|[.!*_]+$/g, '').trim()
  return line.length > 3 && line.length <= 120 && !/^\p{Ll}/u.test(line.replace(/^i(?=p|os)/i, 'I')) && (mailBrands.test(line) || ownDevices.test(line)) && !notOfTaglines.test(line) && taglines.some(tagline => tagline.test(line))
}

/** A firm's notice of secrecy or of paper. */
function isNotice (text: string): boolean {
  if (text.length < 40 || text.length > 6000 || /[?？]\s*$/.test(text)) return false
  if (notOfNotices.test(text)) return false
  if (text.length < 300 && noticeLines.test(text)) return true
  if (!noticeBegins.test(text)) return false
  const lower = text.toLowerCase()
  return text.length > (/[\p{sc=Han}\p{sc=Hiragana}]/u.test(text) ? 40 : 110) && noticeWords.some(words => words.filter(word => lower.includes(word)).length >= 3)
}

/**
 * Name, street, telephone below a closing. The closing and the name stay in sight; every line under them must be of a card,
 * two sorts at least, since a person also writes down a number to be called.
 */
function startOfCard (lines: MailLine[], from: number, last: number): number | null {
  let closing = last
  while (closing >= from && last - closing < longestSignature && !closings.test(lines[closing]!.text.trim())) closing--
  if (closing < from || !closings.test(lines[closing]!.text.trim())) return null

  let name = closing + 1
  while (name <= last && isBlank(lines[name]!)) name++
  const card = lines.slice(name + 1, last + 1).map(({ text }) => text.trim()).filter(text => text !== '')
  const sorts = new Set(card.flatMap(text => contactSorts.flatMap((sort, index) => text.split(/\s[|·•]\s/).some(piece => sort.test(piece)) ? [index] : [])))
  const isCard = card.length >= 2 && sorts.size >= 2 && card.every(text => text.length <= 90 && !/[?!？！]$|[\p{Ll}]{3,}\.$/u.test(text)) &&
    card.filter(text => contactSorts.some(sort => text.split(/\s[|·•]\s/).some(piece => sort.test(piece)))).length * 2 >= card.length
  return isCard ? withBlanks(lines, from, name + 1) : null
}

function withBlanks (lines: MailLine[], from: number, start: number): number {
  while (start > from && isBlank(lines[start - 1]!)) start--
  return start
}

/** The dashes that a tagline stands below belong to it. */
function withDashes (lines: MailLine[], from: number, start: number): number {
  const above = withBlanks(lines, from, start) - 1
  return above > from && /^(?:--|—) ?$/.test(lines[above]!.text) ? withBlanks(lines, from, above) : start
}

function paragraph (lines: MailLine[], start: number, to: number): string {
  const texts: string[] = []
  for (let place = start; place < to && !isBlank(lines[place]!) && texts.length < 60; place++) texts.push(lines[place]!.text.trim())
  return texts.join(' ')
}

function count (lines: MailLine[], from: number, to: number): number {
  let filled = 0
  for (let place = from; place < to; place++) if (!isBlank(lines[place]!)) filled++
  return filled
}
