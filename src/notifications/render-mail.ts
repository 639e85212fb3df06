import path from 'node:path'
import { Eta } from 'eta'
import { plainText, type Paragraph } from '../platform/mail/paragraphs.js'

/** `text` is what somebody wrote, `quote` the same as a quotation, `code` a few digits to copy. */
export interface MailSection { kind: 'words' | 'text' | 'quote' | 'code', paragraphs: Paragraph[] }
export interface MailLink { label: string, url: string }

/** One mail as finished words, for both its parts. */
export interface MailView {
  locale: string
  dir: 'ltr' | 'rtl'
  subject: string
  /** Shown by mail programs beside the subject. */
  preheader: string
  heading: string
  subheading: string
  /** Whose move it is. */
  move: { tone: 'you' | 'us' | 'other', strong: string, text: string } | null
  sections: MailSection[]
  button: MailLink | null
  links: MailLink[]
  earlier: { title: string, lines: string[] } | null
  footer: string[]
  mute: MailLink | null
}

const views = path.join(import.meta.dirname, '..', '..', 'views')
const eta = new Eta({ views, autoTrim: [false, 'nl'], cache: true })

/** The HTML part. Every word goes through the template's escaping. */
export function renderMailHtml (mail: MailView): string {
  return eta.render('/notifications/mail', mail)
}

/** The same in plain text, in the same order. */
export function renderMailText ({ heading, subheading, move, sections, button, links, earlier, footer, mute }: MailView): string {
  return [
    [heading, subheading],
    [move === null ? '' : `${move.strong} ${move.text}`.trim()],
    ...sections.map(section => [sectionText(section)]),
    ...[button, ...links].map(link => link === null ? [] : [`${link.label}:`, link.url]),
    earlier === null ? [] : ['--', earlier.title, ...earlier.lines],
    footer,
    mute === null ? [] : [`${mute.label}:`, mute.url]
  ].map(lines => lines.filter(line => line !== '').join('\n')).filter(block => block !== '').join('\n\n') + '\n'
}

function sectionText ({ kind, paragraphs }: MailSection): string {
  const text = plainText(paragraphs)
  return kind === 'quote' ? text.split('\n').map(line => `> ${line}`.trimEnd()).join('\n') : text
}
