import { nameKey } from './kept-file.js'

/** A piece of a line: words, words that matter, or an address that can be followed. */
export interface Piece { text: string, isStrong: boolean, href: string | null }

/** A file that the text may name: where it is saved from, and where it is shown when it is a picture. */
export interface NamedFile { name: string, path: string, picturePath: string | null }

/** A picture at its place in the text. */
export interface Picture { path: string, words: string }

/** A part of an article: a heading, a paragraph of lines, a list of them that begins to count at `start`, or a picture. */
export interface Block { kind: 'heading' | 'paragraph' | 'list' | 'numbers' | 'picture', lines: Piece[][], start: number, picture: Picture | null }

const kinds: Array<[Exclude<Block['kind'], 'picture'>, RegExp]> = [['heading', /^#{1,3}\s+/], ['list', /^[-*•]\s+/], ['numbers', /^\d{1,3}[.)]\s+/]]

/**
 * Reads the text of an article: “# ” before a line makes it a heading, “- ” and “1. ” a list, `**` around words makes them
 * strong, and addresses become links. `![what it shows](name.png)` alone in a line is a picture out of the article's files,
 * `[words](name.pdf)` leads to one. All else is words; nothing in it is HTML.
 */
export function readBody (body: string, files: readonly NamedFile[] = []): Block[] {
  const blocks: Block[] = []
  for (const paragraph of body.split(/\n\s*\n/)) {
    let open: Block | null = null
    for (const line of paragraph.split('\n').map(each => each.trim()).filter(each => each !== '')) {
      const next = pictureOf(line, files) ?? blockOf(line, files)
      if (open === null || open.kind !== next.kind || next.kind === 'heading' || next.kind === 'picture') blocks.push(open = next)
      else open.lines.push(...next.lines)
    }
  }
  return joined(blocks)
}

/** The names of pictures that the text shows, whether there are such files or not. */
export const picturesIn = (body: string): Array<{ words: string, name: string }> => body.split('\n').flatMap(line => {
  const [, words, name] = picture.exec(line.trim()) ?? []
  return words === undefined || name === undefined ? [] : [{ words: words.trim(), name }]
})

/** The same as words alone, for mails, excerpts and whoever reads plain text. */
export function plainBody (body: string): string {
  return body.split('\n').map(line => line.replace(/^#{1,3}\s+/, '').replace(strong, '$1').replace(picture, '[$1]').replace(reference, '$1')).join('\n')
}

/** The first words of an article, as one line. */
export function excerptOf (body: string, most = 180): string {
  const said = body.split('\n').map(line => line.trim()).filter(line => !/^#{1,3}\s/.test(line) && !picture.test(line)).map(line => kindOf(line).text)
  const words = plainBody(said.join('\n')).replace(/\s+/g, ' ').trim()
  if (words.length <= most) return words
  const cut = words.slice(0, most)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2))} …`
}

const strong = /\*\*(\S(?:[^*]*\S)?)\*\*/g
/** A whole line; the name may hold brackets, as “Screenshot (2).png”. */
const picture = /^!\[([^\]]*)\]\((.+)\)$/
const reference = /!?\[([^[\]]+)\]\(([^()]+(?:\([^()]*\)[^()]*)*)\)/g
const address = /https?:\/\/[^\s<>"“”]+[^\s<>"“”.,;:!?)\]'’]/g

function kindOf (line: string): { kind: Block['kind'], text: string } {
  const [kind, mark] = kinds.find(([, each]) => each.test(line)) ?? ['paragraph' as const, null]
  return { kind, text: mark === null ? line : line.replace(mark, '') }
}

function blockOf (line: string, files: readonly NamedFile[]): Block {
  const { kind, text } = kindOf(line)
  return { kind, lines: [piecesOf(text, files)], start: kind === 'numbers' ? Number(/^\d+/.exec(line)?.[0]) : 1, picture: null }
}

/** What is no picture of the article is what was said of it, with a way to the file if there is one. */
function pictureOf (line: string, files: readonly NamedFile[]): Block | null {
  const [, words, name] = picture.exec(line) ?? []
  if (words === undefined || name === undefined) return null
  const file = fileCalled(name, files)
  const said = words.trim() || name
  if (file?.picturePath != null) return { kind: 'picture', lines: [], start: 1, picture: { path: file.picturePath, words: said } }
  return { kind: 'paragraph', lines: [[{ text: said, isStrong: false, href: file?.path ?? null }]], start: 1, picture: null }
}

const fileCalled = (name: string, files: readonly NamedFile[]): NamedFile | undefined => files.find(file => nameKey(file.name) === nameKey(name))

/** Lists whose points stand apart are one list, so that their numbers go on. */
function joined (blocks: Block[]): Block[] {
  return blocks.reduce<Block[]>((all, block) => {
    const last = all.at(-1)
    if (last?.kind !== block.kind || !['list', 'numbers'].includes(block.kind)) return [...all, block]
    return [...all.slice(0, -1), { ...last, lines: [...last.lines, ...block.lines] }]
  }, [])
}

function piecesOf (line: string, files: readonly NamedFile[]): Piece[] {
  return split(line, strong).flatMap(({ text, found }) => found ? linksOf(text.slice(2, -2), true, files) : linksOf(text, false, files))
}

/** Words that lead to a file of the article, and addresses. What only looks like it stays as it was typed. */
function linksOf (text: string, isStrong: boolean, files: readonly NamedFile[]): Piece[] {
  return split(text, reference).flatMap(part => {
    const [, words = '', name = ''] = part.found ? new RegExp(reference.source).exec(part.text) ?? [] : []
    const file = part.found ? fileCalled(name, files) : undefined
    if (file !== undefined) return [{ text: words, isStrong, href: file.path }]
    return split(part.text, address).map(each => ({ text: each.text, isStrong, href: each.found ? each.text : null }))
  })
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
