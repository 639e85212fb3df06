import { isTag, isText, type AnyNode, type Document, type Element } from 'domhandler'
import { parseDocument } from 'htmlparser2'
import { linesOf, unseen, type HtmlLine } from './html-lines.js'
import { judgeLines, type AboutText } from './judge-lines.js'
import type { PartKind } from './mail-line.js'

export interface HtmlPart { kind: PartKind, html: string }

const mostParts = 200
const voids = new Set('area br col embed hr img input param source track wbr'.split(' '))

/**
 * Cuts the body of an HTML mail as `splitText` cuts plain text, by the marks that the known mail programs leave and by the
 * same rules of the text. Each part is a whole fragment, to be sanitised afterwards. Joined, their words are all words.
 */
export function splitHtml (html: string, about: AboutText = {}): HtmlPart[] {
  const document = parseDocument(html, { decodeEntities: true })
  const lines = linesOf(document)
  if (lines === null) return [{ kind: 'written', html }]

  const parts = partsOf(document, kindsOfLeaves(lines, judgeLines(lines, about)))
  return parts.length > mostParts ? [{ kind: 'written', html }] : parts
}

function kindsOfLeaves (lines: HtmlLine[], kinds: PartKind[]): Map<AnyNode, PartKind> {
  return new Map(lines.flatMap(({ leaves }, place) => leaves.map(leaf => [leaf, kinds[place]!] as const)))
}

/** Writes the tree again in one pass. Where the kind changes all open elements are closed, and opened anew in the next part. */
function partsOf (document: Document, kinds: Map<AnyNode, PartKind>): HtmlPart[] {
  const parts: Array<{ kind: PartKind, pieces: string[] }> = []
  const open: Element[] = []
  let written = 0

  const write = (kind: PartKind, piece: string) => {
    const last = parts.at(-1)
    if (last?.kind !== kind) {
      last?.pieces.push(...open.slice(0, written).reverse().map(closing))
      parts.push({ kind, pieces: open.map(opening) })
    } else {
      last.pieces.push(...open.slice(written).map(opening))
    }
    written = open.length
    parts.at(-1)!.pieces.push(piece)
  }
  const walk = (nodes: AnyNode[]) => {
    for (const node of nodes) {
      if (isText(node)) write(kinds.get(node) ?? 'written', escaped(node.data))
      else if (isTag(node) && !unseen.has(node.name)) walkElement(node)
    }
  }
  const walkElement = (element: Element) => {
    if (element.children.length === 0) {
      write(kinds.get(element) ?? 'written', opening(element) + (voids.has(element.name) ? '' : closing(element)))
      return
    }
    open.push(element)
    walk(element.children)
    open.pop()
    if (written > open.length) {
      parts.at(-1)!.pieces.push(closing(element))
      written = open.length
    }
  }

  walk(document.children)
  return parts.map(({ kind, pieces }) => ({ kind, html: pieces.join('') }))
}

function opening ({ name, attribs }: Element): string {
  return `<${name}${Object.entries(attribs).map(([key, value]) => /^[^\s"'<>/=]+$/.test(key) ? ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"` : '').join('')}>`
}

function closing ({ name }: Element): string {
  return `</${name}>`
}

function escaped (text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
