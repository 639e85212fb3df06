import { RE2JS } from 're2js'
import { neededWords } from './needed-words.js'
import { remembered } from './remembered.js'

const longestPattern = 500

interface Pattern { matcher: RE2JS, needed: string[] | null }

/**
 * A pattern in the syntax of RE2, which is matched in linear time whatever is thrown at it: it has no
 * back-references and no look-around. Letters are compared whatever their case.
 */
const compiled = remembered(1000, compile)

function compile (pattern: string): Pattern | null {
  if (pattern.length > longestPattern) return null
  try {
    return { matcher: RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE), needed: neededWords(pattern) }
  } catch {
    return null
  }
}

/** Whether a text is a pattern that can be matched. */
export const isPattern = (pattern: string): boolean => compiled(pattern) !== null

/** Whether a pattern is found anywhere in a text. What is no pattern is found nowhere. */
export function matches (pattern: string, text: string): boolean {
  const known = compiled(pattern)
  if (known === null || (known.needed !== null && !holdsOneOf(known.needed, folded(text)))) return false
  return known.matcher.test(text)
}

const holdsOneOf = (words: readonly string[], text: string): boolean => words.some(word => text.includes(word))

/** Small letters, with the long s, which patterns take for an s. */
const folded = remembered(8, (text: string) => text.toLowerCase().replaceAll('ſ', 's'))
