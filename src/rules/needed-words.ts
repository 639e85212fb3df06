/**
 * Runs of ASCII letters and digits of which a text must hold one for a pattern to be found in it, in small
 * letters; null when nothing is sure. Looking for a word is a hundred times quicker than asking the pattern.
 *
 * Reads only what every alternative needs at its outermost level, and gives up at anything unusual.
 */
export function neededWords (pattern: string): string[] | null {
  const words: string[] = []
  let [longest, run] = ['', '']
  const end = (kept = run): void => {
    if (kept.length > longest.length) longest = kept
    run = ''
  }
  for (let place = 0; place < pattern.length;) {
    const char = pattern[place]!
    const skipped = lengthOfPart(pattern, place)
    if (skipped === null) return null
    if (/[a-zA-Z0-9]/.test(char)) run += char.toLowerCase()
    else if (char === '?' || char === '*' || (char === '{' && skipped > 1)) end(run.slice(0, -1))
    else end()
    if (char === '|') {
      words.push(longest)
      longest = ''
    }
    place += skipped
  }
  end()
  words.push(longest)
  return words.every(word => word.length >= 2) ? words : null
}

/** How many characters belong together from here: an escape, a class, a group or a repetition; null when it is not clear. */
function lengthOfPart (pattern: string, from: number): number | null {
  const rest = pattern.slice(from)
  switch (pattern[from]) {
    case '\\': return /^\\(?:[bBdDwWsS]|[^a-zA-Z0-9])/.test(rest) ? 2 : null
    case '[': return /^\[\^?(?:[^\][\\]|\\[^pPQ])+\]/.exec(rest)?.[0].length ?? null
    case '(': return lengthOfGroup(pattern, from)
    case ')': return null
    case '{': return /^\{\d+(?:,\d*)?\}/.exec(rest)?.[0].length ?? null
    default: return 1
  }
}

/** A group that only changes how the rest is read is unusual enough. */
function lengthOfGroup (pattern: string, from: number): number | null {
  if (pattern[from + 1] === '?' && pattern[from + 2] !== ':') return null
  for (let place = from + 1; place < pattern.length;) {
    if (pattern[place] === ')') return place + 1 - from
    const length = lengthOfPart(pattern, place)
    if (length === null) return null
    place += length
  }
  return null
}
