import { isTag, isText, type AnyNode, type Element } from 'domhandler'
import { parseDocument } from 'htmlparser2'

/** Elements that are shown, with the attributes that may stay. Of all others only what is inside is shown. */
const shown: Record<string, string[]> = {
  p: ['dir'], div: ['dir'], span: ['dir'], br: [], b: [], strong: [], i: [], em: [], u: [], s: [], del: [], ins: [], sub: [], sup: [], small: [], code: [], pre: [], hr: [],
  ul: [], ol: ['start'], li: [], dl: [], dt: [], dd: [], blockquote: [], table: [], caption: [], thead: [], tbody: [], tfoot: [], tr: [], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan']
}
/** Headings of a mail are none of the page that it is shown on. */
const renamed: Record<string, string> = { h1: 'p', h2: 'p', h3: 'p', h4: 'p', h5: 'p', h6: 'p', center: 'div', tt: 'code', strike: 's', font: 'span' }
const dropped = new Set('script style title head template noscript iframe object embed svg math form select textarea button input audio video canvas meta link base'.split(' '))
const empty = new Set(['br', 'hr'])
const deepest = 200

/** Where a picture that came with the mail is found, by the SHA-256 of its content. */
export type Pictures = ReadonlyMap<string, string>

/**
 * Writes a part of a mail anew for a page of ours: words, lists, tables and links, in the colours of the page, so that it can be read in
 * light and dark. Takes only what is listed, whatever was cleaned before, and loads nothing from elsewhere; `cid:` becomes the picture's path.
 */
export function showHtml (html: string, pictures: Pictures): string {
  return write(parseDocument(html).children, pictures, 0)
}

function write (nodes: AnyNode[], pictures: Pictures, depth: number): string {
  return nodes.map(node => isText(node) ? escaped(node.data) : isTag(node) ? (depth < deepest ? writeElement(node, pictures, depth) : escaped(wordsIn(node))) : '').join('')
}

function writeElement (element: Element, pictures: Pictures, depth: number): string {
  if (dropped.has(element.name)) return ''
  if (element.name === 'img') return picture(element, pictures)

  const inner = write(element.children, pictures, depth + 1)
  if (element.name === 'a') return link(element, inner)
  const name = renamed[element.name] ?? element.name
  if (!Object.hasOwn(shown, name)) return inner
  const attributes = shown[name]!.map(key => safe(key, element.attribs[key])).join('')
  if (empty.has(name)) return `<${name}>`
  const heading = /^h[1-6]$/.test(element.name)
  return `<${name}${attributes}>${heading ? `<strong>${inner}</strong>` : inner}</${name}>`
}

/** The words of what is nested too deep to be written as it is: shown all the same. */
function wordsIn (element: Element): string {
  const words: string[] = []
  const waiting: AnyNode[] = [element]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isText(node)) words.push(node.data)
    else if (isTag(node) && !dropped.has(node.name)) for (const child of node.children.toReversed()) waiting.push(child)
  }
  return words.join(' ')
}

function safe (key: string, value: string | undefined): string {
  const may = key === 'dir' ? /^(?:ltr|rtl|auto)$/i : /^\d{1,3}$/
  return value !== undefined && may.test(value) ? ` ${key}="${value}"` : ''
}

/** A link leads only where a reader expects one to lead, and tells nobody where it was followed from. */
function link ({ attribs }: Element, inner: string): string {
  const href = (attribs.href ?? '').trim()
  return /^(?:https?:\/\/|mailto:|tel:)[^\s\u0000-\u001f"'<>\\]+$/i.test(href) ? `<a href="${escaped(href)}" rel="noopener noreferrer nofollow">${inner}</a>` : inner
}

function picture ({ attribs }: Element, pictures: Pictures): string {
  const alt = (attribs.alt ?? '').slice(0, 300)
  const path = pictures.get(/^cid:([0-9a-f]{64})$/.exec(attribs.src ?? '')?.[1] ?? '')
  return path === undefined ? escaped(alt) : `<img src="${escaped(path)}" alt="${escaped(alt)}" loading="lazy">`
}

function escaped (text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
