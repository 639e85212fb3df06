/** Words, or a link that says where it goes. */
export interface Piece { text: string, href: string | null }
/** Lines of pieces. */
export type Paragraph = Piece[][]

/**
 * Cuts plain text into paragraphs, lines and pieces.
 *
 * Addresses become links while the text is still text, so that the template escapes every piece and no
 * HTML is ever edited. A link shows the very address it leads to, and only web addresses become links.
 */
export function paragraphsOf (text: string): Paragraph[] {
  return text.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n\s*/)
    .map(paragraph => paragraph.replace(/^\n+|\s+$/g, ''))
    .filter(paragraph => paragraph !== '')
    .map(paragraph => paragraph.split('\n').map(piecesOf))
}

/** The paragraphs as they were typed. */
export function plainText (paragraphs: Paragraph[]): string {
  return paragraphs.map(paragraph => paragraph.map(line => line.map(({ text }) => text).join('')).join('\n')).join('\n\n')
}

function piecesOf (line: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of line.matchAll(/https?:\/\/[^\s<>"“”„«»]+/gi)) {
    const address = withoutTrailingMarks(match[0])
    if (!URL.canParse(address)) continue
    if (match.index > end) pieces.push({ text: line.slice(end, match.index), href: null })
    pieces.push({ text: address, href: address })
    end = match.index + address.length
  }
  if (end < line.length || pieces.length === 0) pieces.push({ text: line.slice(end), href: null })
  return pieces
}

/** “(see https://a.example/b).” leads to https://a.example/b, but https://a.example/b_(c) keeps its bracket. */
function withoutTrailingMarks (address: string): string {
  let opened = 0
  for (const letter of address) if (letter === '(') opened++; else if (letter === ')') opened--

  let end = address.length
  for (; end > 0; end--) {
    const last = address[end - 1]!
    if (last === ')' && opened < 0) opened++
    else if (!'.,;:!?\'’]}…*'.includes(last)) break
  }
  return address.slice(0, end)
}
