import { searchWords } from '../../platform/database/search-words.js'

/** What somebody typed into the search box, taken apart. */
export interface SearchQuery { number: string | null, email: string | null, tag: string | null, words: string[] }

/** Reads a search. Whatever is typed is words or a number; nothing in it is ever an operator. */
export function readSearch (text: string): SearchQuery {
  const typed = text.trim().slice(0, 200)
  const tag = /^#([\p{L}\p{N}-]+)$/u.exec(typed)?.[1]?.toLowerCase() ?? null
  const email = /^\S+@\S+$/.test(typed) ? typed.toLowerCase() : null
  const number = /^#?[\w.\-/]*\d[\w.\-/]*$/.test(typed) ? typed.replace(/^#/, '') : null
  const words = searchWords(typed, 8)
  return { number, email, tag, words: tag === null && email === null ? words : [] }
}
