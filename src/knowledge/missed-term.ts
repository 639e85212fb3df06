import { termsOf } from './article-score.js'

const longest = 60
/** A word that is longer is a key, a token or an accident, and none that an article is missing. */
const longestWord = 40

/**
 * What is kept of words that found nothing: small, one blank between them, at most 60 characters. Null when they ask for nothing, or when
 * something in them looks like an address, a phone number or the number of a card: seven digits or more, whatever stands between them and
 * in whatever script. What cannot be seen, such as marks that turn the direction of what follows, is left out.
 * The number of a fault, 0x80070005, is none of these.
 */
export function missedTerm (words: string): string | null {
  const term = words.toWellFormed().normalize('NFKC').toLowerCase().replace(/\p{Cf}/gu, '').replace(/[\p{C}\s]+/gu, ' ').trim()
  if (/@|[([]at[)\]]|https?:|www\./.test(term)) return null
  if (/(?:\p{Nd}\P{Nd}{0,3}){7}/u.test(term.replace(/\b0x[0-9a-f]{1,16}\b/g, ''))) return null
  if (term.split(' ').some(word => word.length > longestWord)) return null
  const kept = cut(term)
  return termsOf(kept).length === 0 ? null : kept
}

/** Between two words. */
function cut (term: string): string {
  if (term.length <= longest) return term
  const begin = term.slice(0, longest + 1)
  return begin.slice(0, begin.lastIndexOf(' ')).trim()
}
