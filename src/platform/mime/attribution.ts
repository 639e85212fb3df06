import { isBlank, type MailLine } from './mail-line.js'
import { attributionOpeners, quotingWords, tellingWords, wroteWords } from './quote-words.js'

export interface Attribution {
  /** The last line of it. */
  end: number
  /** With a day and an address, as only a program writes it. */
  isFull: boolean
}

const longest = 400
const mostLines = 4
const date = /\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\b\d{1,2}[-/.] ?\d{1,2}[-/.] ?\d{2,4}\b|\b(?:19|20)\d\d\b|\d\s?年/u
const address = /[^\s<>@"(]{1,100}@[^\s<>@")]{3,}/u
const wrote = wordsPattern(wroteWords)
const quoting = new RegExp(`^(?:${quotingWords.map(escaped).join('|')})\\s`, 'iu')
const opener = new RegExp(`^(?:${attributionOpeners.map(escaped).join('|')})[\\s.,]|^\\d|^[^<>]{2,60}<[^<>@\\s]+@`, 'iu')
const telling = wordsPattern(tellingWords)
/** No program writes of itself. */
const firstPerson = wordsPattern(['we', 'i', 'ich', 'wir', 'je', 'nous', 'yo', 'nosotros', 'io', 'noi', 'eu', 'nós', 'ik', 'wij', 'jag', 'jeg', 'я', 'мы'])
const fullName = /^["'“„]?\p{Lu}[\p{L}.'’-]*(?:,? (?:(?:von|van|de|der|da|di|du|la|le|el|af|of) )*\p{Lu}[\p{L}.'’-]*){1,4}["'”“]?$/u

/**
 * “On Monday … Ada wrote:” at this line, over up to four lines, or null. A person also writes that somebody wrote;
 * so it needs what only programs give: a day with its year and a name, an address, or nothing but a full name.
 */
export function attributionAt (lines: MailLine[], start: number): Attribution | null {
  let joined = ''
  for (let end = start; end < Math.min(lines.length, start + mostLines); end++) {
    const line = lines[end]!
    if (isBlank(line) || line.text.includes('\uFFFC') || line.depth !== lines[start]!.depth || joined.length + line.text.length > longest) return null
    joined = `${joined} ${line.text.trim()}`.trim().replace(/^\*+|\*+$/g, '')
    const found = judge(joined)
    if (found !== null && (end === start || isBegin(lines, start, end))) return { end, isFull: found === 'full' }
    if (found !== null) return null
    if (/[.!?]$/.test(line.text.trim()) && !/\d\.$/.test(line.text.trim())) return null
  }
  return null
}

/** Whether a line above others begins the attribution, instead of being the last of the answer: with a day, or a name and its address. */
function isBegin (lines: MailLine[], start: number, end: number): boolean {
  const first = lines[start]!.text.trim()
  // A program breaks a line where it is full, and an address earliest.
  if (first.length < 45 || lines.slice(start + 1, end).some(({ text }) => text.trim().length < 30)) return false
  const rests = Array.from({ length: end - start }, (_, place) => lines.slice(start + 1 + place, end + 1).map(({ text }) => text.trim()).join(' '))
  if (/^[^<>]{2,60}<[^<>@\s]+@/.test(first)) return rests.every(rest => judge(rest) === null)
  return opener.test(first) && date.test(first) && !date.test(rests[0]!) && rests.every(rest => judge(rest) === null || (address.test(rest) && !quoting.test(rest)))
}

function judge (line: string): 'full' | 'some' | null {
  const outside = line.replace(/<[^>]*>/g, '')
  const says = wrote.test(line)
  if (!(/[:：]$/.test(line) || (says && /^-{3,}.*-{3,}$/.test(line))) || firstPerson.test(outside)) return null

  const hasDate = date.test(line)
  const hasAddress = address.test(line)
  const tells = telling.test(outside)
  if (hasDate && hasAddress && (opener.test(line) || says)) return !tells && (says || /<[^<>\s]+@[^<>\s]+>[^<>]{0,40}$/.test(line)) ? 'full' : 'some'
  if (quoting.test(line) && (hasAddress || hasDate)) return 'some'
  if (!says || tells) return null
  if (hasAddress) return line.length < 160 ? 'some' : null
  if (hasDate) return 'some'
  return fullName.test(line.replace(/[:：]$/, '').replace(wrote, '').trim()) ? 'some' : null
}

/** Whole words for alphabets that have spaces. */
function wordsPattern (words: string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${words.map(escaped).join('|')})(?![\\p{L}\\p{M}])|${words.filter(word => /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Hangul}]/u.test(word)).map(escaped).join('|') || '(?!)'}`, 'iu')
}

function escaped (word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+')
}
