/** What somebody typed into the search box, taken apart. */
export interface SearchQuery { number: string | null, email: string | null, tag: string | null, words: string[] }

/** Words that MySQL's index leaves out: asking for them would find nothing. */
const leftOut = new Set('a about an are as at be by com de en for from how i in is it la of on or that the this to was what when where who will with und www'.split(' '))

/** Reads a search. Whatever is typed is words or a number; nothing in it is ever an operator. */
export function readSearch (text: string): SearchQuery {
  const typed = text.trim().slice(0, 200)
  const tag = /^#([\p{L}\p{N}-]+)$/u.exec(typed)?.[1]?.toLowerCase() ?? null
  const email = /^\S+@\S+$/.test(typed) ? typed.toLowerCase() : null
  const number = /^#?[\w.\-/]*\d[\w.\-/]*$/.test(typed) ? typed.replace(/^#/, '') : null
  const words = typed.toLowerCase().normalize('NFC').split(/[^\p{L}\p{N}]+/u).filter(word => word.length >= 3 && !leftOut.has(word)).slice(0, 8)
  return { number, email, tag, words: tag === null && email === null ? words : [] }
}
