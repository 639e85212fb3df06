/** A piece of a line: words, words that matter, or an address that can be followed. */
export interface Piece { text: string, isStrong: boolean, href: string | null }

/** A part of an article: a heading, a paragraph of lines, or a list of them. */
export interface Block { kind: 'heading' | 'paragraph' | 'list' | 'numbers', lines: Piece[][] }

const kinds: Array<[Block['kind'], RegExp]> = [['heading', /^#{1,3}\s+/], ['list', /^[-*•]\s+/], ['numbers', /^\d{1,3}[.)]\s+/]]

/**
 * Reads the text of an article: “# ” before a line makes it a heading, “- ” and “1. ” a list, `**` around words makes them
 * strong, and addresses become links. All else is words; nothing in it is HTML.
 */
export function readBody (body: string): Block[] {
  const blocks: Block[] = []
  for (const paragraph of body.split(/\n\s*\n/)) {
    let open: Block | null = null
    for (const line of paragraph.split('\n').filter(each => each.trim() !== '')) {
      const { kind, text } = kindOf(line.trim())
      if (open === null || open.kind !== kind || kind === 'heading') blocks.push(open = { kind, lines: [] })
      open.lines.push(piecesOf(text))
    }
  }
  return joined(blocks)
}

/** The same as words alone, for mails, excerpts and whoever reads plain text. */
export function plainBody (body: string): string {
  return body.split('\n').map(line => line.replace(/^#{1,3}\s+/, '').replace(strong, '$1')).join('\n')
}

/** The first words of an article, as one line. */
export function excerptOf (body: string, most = 180): string {
  const said = body.split('\n').map(line => line.trim()).filter(line => !/^#{1,3}\s/.test(line)).map(line => kindOf(line).text)
  const words = plainBody(said.join('\n')).replace(/\s+/g, ' ').trim()
  if (words.length <= most) return words
  const cut = words.slice(0, most)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2))} …`
}

const strong = /\*\*(\S(?:[^*]*\S)?)\*\*/g
const address = /https?:\/\/[^\s<>"“”]+[^\s<>"“”.,;:!?)\]'’]/g

function kindOf (line: string): { kind: Block['kind'], text: string } {
  const [kind, mark] = kinds.find(([, each]) => each.test(line)) ?? ['paragraph' as const, null]
  return { kind, text: mark === null ? line : line.replace(mark, '') }
}

/** Lists whose points stand apart are one list, so that their numbers go on. */
function joined (blocks: Block[]): Block[] {
  return blocks.reduce<Block[]>((all, block) => {
    const last = all.at(-1)
    if (last?.kind !== block.kind || !['list', 'numbers'].includes(block.kind)) return [...all, block]
    return [...all.slice(0, -1), { ...last, lines: [...last.lines, ...block.lines] }]
  }, [])
}

function piecesOf (line: string): Piece[] {
  return split(line, strong).flatMap(({ text, found }) => found ? linksOf(text.slice(2, -2), true) : linksOf(text, false))
}

function linksOf (text: string, isStrong: boolean): Piece[] {
  return split(text, address).map(each => ({ text: each.text, isStrong, href: each.found ? each.text : null }))
}

/** A text cut where a pattern is found, with what was found and what stood between. */
function split (text: string, pattern: RegExp): Array<{ text: string, found: boolean }> {
  const parts: Array<{ text: string, found: boolean }> = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), found: false })
    parts.push({ text: match[0], found: true })
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push({ text: text.slice(at), found: false })
  return parts
}
