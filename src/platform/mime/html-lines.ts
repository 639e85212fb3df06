import { isTag, isText, Text, type AnyNode, type Document, type Element } from 'domhandler'
import { isColourful, markOf } from './html-marks.js'
import type { MailLine } from './mail-line.js'
import { plainLine } from './mail-line.js'

/** A line with the leaves of the tree that it is made of. */
export interface HtmlLine extends MailLine { leaves: AnyNode[] }

interface Surroundings { mark: MailLine['mark'], depth: number, isColoured: boolean, isLink: boolean, isKept: boolean }

export const unseen = new Set(['script', 'style', 'title', 'head', 'template', 'noscript', 'meta', 'link', 'base'])
const blocks = new Set('address article aside blockquote body center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section table tbody tfoot thead tr ul caption'.split(' '))
const deepest = 250

/**
 * The lines that a reader sees, in the order of the tree, or null when it is nested too deep to be judged. Text that keeps its
 * line breaks is taken apart in the tree itself, so that each leaf belongs to one line.
 */
export function linesOf (document: Document): HtmlLine[] | null {
  const lines: HtmlLine[] = []
  let line: HtmlLine | null = null
  let isDeep = false

  const finish = () => {
    if (line !== null) lines.push(settled(line))
    line = null
  }
  const add = (leaf: AnyNode, text: string, { mark, depth, isColoured, isLink }: Surroundings) => {
    line ??= { text: '', depth, mark, isColoured: false, leaves: [] }
    if (line.text.trim() === '' && text.trim() !== '') Object.assign(line, { depth, mark })
    line.text += text
    line.isColoured ||= isColoured && !isLink && text.trim() !== ''
    line.leaves.push(leaf)
  }
  const walk = (nodes: AnyNode[], around: Surroundings, level: number) => {
    if (level > deepest) {
      isDeep = true
      return
    }
    for (const node of nodes) {
      if (isText(node)) {
        for (const piece of around.isKept ? apart(node) : [node]) {
          add(piece, around.isKept ? piece.data.replace(/\n$/, '') : piece.data.replace(/\s+/g, ' '), around)
          if (around.isKept && piece.data.endsWith('\n')) finish()
        }
      } else if (isTag(node) && !unseen.has(node.name)) {
        enter(node, around, level)
      }
    }
  }
  const enter = (element: Element, around: Surroundings, level: number) => {
    const isBlock = blocks.has(element.name)
    if (isBlock) finish()
    const inner = within(element, around)
    if (element.children.length === 0) add(element, element.name === 'img' ? '\uFFFC' : '', inner)
    else walk(element.children, inner, level + 1)
    if (element.name === 'td' || element.name === 'th') add(element, ' ', inner)
    if (isBlock || element.name === 'br') finish()
  }

  walk(document.children, { mark: null, depth: 0, isColoured: false, isLink: false, isKept: false }, 0)
  finish()
  return isDeep ? null : lines
}

function within (element: Element, around: Surroundings): Surroundings {
  const own = around.mark === null || around.mark === 'signature' ? markOf(element) : null
  return {
    mark: own ?? around.mark,
    depth: around.depth + (element.name === 'blockquote' ? 1 : 0),
    isColoured: around.isColoured || (!around.isLink && element.name !== 'a' && isColourful(element)),
    isLink: around.isLink || element.name === 'a',
    isKept: around.isKept || element.name === 'pre' || /white-space\s*:\s*pre/i.test((element.attribs.style ?? '').slice(0, 2000))
  }
}

/** A line that a program wrote as plain text inside of HTML has its marks of quoting in the text. */
function settled (line: HtmlLine): HtmlLine {
  if (line.depth > 0) return { ...line, text: line.text.replaceAll('\u00a0', ' ') }
  const plain = plainLine(line.text.trimStart())
  return { ...line, depth: plain.depth, text: plain.text }
}

function apart (node: Text): Text[] {
  const pieces = node.data.split(/(?<=\n)/)
  if (pieces.length < 2 || node.parent === null) return [node]
  const texts = pieces.map(piece => new Text(piece))
  const place = node.parent.children.indexOf(node)
  node.parent.children.splice(place, 1, ...texts)
  for (const text of texts) text.parent = node.parent
  return texts
}
