import { parseDocument } from 'htmlparser2'
import { isTag, isText, type AnyNode } from 'domhandler'
import { splitHtml } from '../../../src/platform/mime/split-html.js'
import { splitText } from '../../../src/platform/mime/split-quotes.js'
import { textOf } from '../../support/sources.js'

/** A reply with the kind of each line: `w` written, `q` quoted, `s` signature. */
export interface Reply { name: string, form: 'text' | 'html', subject: string, lines: Array<{ kind: 'w' | 'q' | 's', text: string }> }

export interface Verdict { name: string, isExact: boolean, hidden: string[], shown: string }

/** “=== form name”, an optional “subject: …”, then the lines. */
export function readReplies (file: string): Reply[] {
  return textOf(`test/platform/mime/replies/${file}`).split(/^=== /m).slice(1).map(block => {
    const [title = '', ...rest] = block.replace(/\n$/, '').split('\n')
    const subject = rest[0]?.startsWith('subject: ') === true ? rest.shift()!.slice(9) : ''
    return {
      name: title.slice(title.indexOf(' ') + 1),
      form: title.startsWith('html') ? 'html' : 'text',
      subject,
      lines: rest.map(line => ({ kind: line[0] as 'w', text: line.slice(2) }))
    }
  })
}

export function sourceOf ({ lines }: Reply): string {
  return lines.map(({ text }) => text).join('\n')
}

/** Whether exactly the written lines are shown, and which of them are not. Spaces and empty lines do not count. */
export function judgeReply (reply: Reply): Verdict {
  const words = reply.form === 'html' ? wordsOf : (text: string) => text
  const written = reply.lines.filter(({ kind }) => kind === 'w')
  const parts = reply.form === 'html' ? splitHtml(sourceOf(reply), reply) : splitText(sourceOf(reply), reply).map(({ kind, text }) => ({ kind, html: text }))
  const shown = dense(parts.filter(({ kind }) => kind === 'written').map(({ html }) => words(html)).join('\n'))
  const expected = dense(words(written.map(({ text }) => text).join('\n')))

  let from = 0
  const hidden: string[] = []
  for (const { text } of written.map(({ text }) => ({ text: dense(words(text)) }))) {
    const place = shown.indexOf(text, from)
    if (place === -1) hidden.push(text)
    else from = place + text.length
  }
  return { name: reply.name, isExact: shown === expected, hidden, shown }
}

/** The text of a fragment, as the tree has it. */
export function wordsOf (html: string): string {
  return textsOf(parseDocument(html).children).join('')
}

function textsOf (nodes: AnyNode[]): string[] {
  return nodes.flatMap(node => isText(node) ? [node.data] : isTag(node) && !['style', 'script', 'title', 'head'].includes(node.name) ? textsOf(node.children) : [])
}

function dense (text: string): string {
  return text.replace(/[\s\u00a0]+/g, '')
}
