import type { MessagePart } from './parsed-message.js'

export type PartKind = MessagePart['kind']

/** A line of a mail as its reader sees it, with what its source says of it. */
export interface MailLine {
  /** Without the marks of quoting in front. */
  text: string
  /** How many marks of quoting stand in front, or quotations around. */
  depth: number
  /** What the mail program says that it is: `quote` for certain, `held` for a quotation that may have answers inside, `rest` for the begin of one that goes on to the end. */
  mark: 'quote' | 'held' | 'rest' | 'signature' | null
  /** Written in a colour of its own, as answers inside a quotation are. */
  isColoured: boolean
}

export function isBlank ({ text }: MailLine): boolean {
  return text.trim() === ''
}

const quoteMarks = /^ {0,3}((?:> ?)+)/

/** A line of plain text. “>From” at its begin is an escape of old mailboxes and no quotation. */
export function plainLine (raw: string): MailLine {
  const marks = raw.startsWith('>From ') ? null : quoteMarks.exec(raw)
  const text = marks === null ? raw : raw.slice(marks[0].length)
  return { text: text.replaceAll('\u00a0', ' '), depth: marks === null ? 0 : marks[1]!.replaceAll(' ', '').length, mark: null, isColoured: false }
}
