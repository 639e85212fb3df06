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
const fullName = /^["'“„]?\p{Lu}[\p{L}.'’-]*(?:,? (?:(?:von|van|de|der|da|di|du|la|le|el|af|of) )*\p{Lu}[\p{L}.'’-]*){1,4}["'”“]?$/u

/**
 * “On Monday … Ada wrote:” at this line, over up to four lines, or null. A person also writes that somebody wrote;
 * so it needs what only programs give: a day with its year and a name, an address, or nothing but a full name.
 */
export function attributionAt (lines: MailLine[], start: number): Attribution | null {
  let joined = ''
  for (let end = start; end < Math.min(lines.length, start + mostLines); end++) {
    const line = lines[end]!
    if (isBlank(line) || line.depth !== lines[start]!.depth || joined.length + line.text.length > longest) return null
    joined = `${joined} ${line.text.trim()}`.trim().replace(/^\*+|\*+$/g, '')
    const found = judge(joined)
    if (found !== null && (end === start || opener.test(joined))) return { end, isFull: found === 'full' }
    if (/[.!?]$/.test(line.text.trim()) && !/\d\.$/.test(line.text.trim())) return null
  }
  return null
}

function judge (line: string): 'full' | 'some' | null {
  const says = wrote.test(line)
  if (!/[:：]$/.test(line) && !(says && /\p{Lu}|>/u.test(line) && date.test(line) && address.test(line))) return null

  const hasDate = date.test(line)
  const hasAddress = address.test(line)
  if (hasDate && hasAddress) return opener.test(line) || says ? 'full' : null
  if (quoting.test(line) && (hasAddress || hasDate)) return 'some'
  if (!says) return null
  if (hasAddress) return line.length < 160 && !telling.test(line.replace(/<[^>]*>/g, '')) ? 'some' : null
  if (telling.test(line)) return null
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
