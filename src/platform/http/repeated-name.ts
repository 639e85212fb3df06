/**
 * The first name that stands twice in one object of a JSON text, or null. RFC 8259 leaves it open which of the two
 * counts, and RFC 7493 forbids it: a reader that takes either may do what the writer did not mean.
 *
 * The text has to be JSON that was read without a fault.
 */
export function repeatedName (json: string): string | null {
  const objects: Array<Set<string> | null> = []
  for (let at = 0; at < json.length; at += 1) {
    const letter = json[at]
    if (letter === '{') objects.push(new Set())
    else if (letter === '[') objects.push(null)
    else if (letter === '}' || letter === ']') objects.pop()
    else if (letter === '"') {
      const end = endOfText(json, at)
      const name = isName(json, end) ? JSON.parse(json.slice(at, end)) as string : null
      const names = objects.at(-1)
      if (name !== null && names?.has(name) === true) return name
      if (name !== null) names?.add(name)
      at = end - 1
    }
  }
  return null
}

/** Where a text is over that begins here with its quotation mark. */
function endOfText (json: string, from: number): number {
  let at = from + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

/** Whether a colon comes next: a text before one is a name. */
function isName (json: string, from: number): boolean {
  let at = from
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at += 1
  return json[at] === ':'
}
