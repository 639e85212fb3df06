import type { MessagePart } from '../platform/mime/parsed-message.js'
import type { Pictures } from '../platform/mime/show-html.js'
import { shownHtml } from '../platform/mime/shown-html.js'
import type { Translate } from '../platform/i18n/translate.js'
import { presentParagraphs } from './text.presenter.js'

/** A stretch of an entry: its lines or its HTML, and the summary that it is folded behind, if it is. */
export interface BodyPart { summary: string | null, paragraphs: string[][], html: string | null }

/**
 * What an entry shows: all that its author wrote, and behind folds what was quoted and the signature. An entry without parts was typed
 * on a page and is shown whole.
 */
export function presentBody (text: string, parts: MessagePart[] | null, pictures: Pictures, t: Translate): BodyPart[] {
  if (parts === null) return [{ summary: null, paragraphs: presentParagraphs(text), html: null }]
  return parts.map(part => ({ summary: summaryOf(part, t), ...bodyOf(part, pictures) })).filter(({ paragraphs, html }) => html !== null || paragraphs.length > 0)
}

function summaryOf ({ kind }: MessagePart, t: Translate): string | null {
  if (kind === 'written') return null
  return t(kind === 'quote' ? 'tickets.entry.show_quote' : 'tickets.entry.show_signature')
}

function bodyOf ({ text, html }: MessagePart, pictures: Pictures): Omit<BodyPart, 'summary'> {
  if (html === null) return { paragraphs: presentParagraphs(text.replace(/^\s*\n|\s+$/g, '')), html: null }
  const shown = shownHtml(html, pictures)
  return { paragraphs: [], html: /[^\s\u00a0]/.test(shown.replace(/<(?!img\b)[^>]*>|&nbsp;/g, '')) ? shown : null }
}

interface EntryFile { id: number, name: string, sha256: string }

const isPicture = ({ name }: EntryFile): boolean => /\.(?:png|jpe?g|gif|webp)$/i.test(name)

/** Where the pictures of an entry are, for its HTML. */
export function picturesOf (ticketPath: string, files: EntryFile[]): Pictures {
  return new Map(files.filter(isPicture).map(({ id, sha256 }) => [sha256, `${ticketPath}/files/${id}/picture`]))
}

/** The files to be listed below an entry: those that its HTML does not show already. */
export function fileListOf<File extends EntryFile> (parts: MessagePart[] | null, files: File[]): File[] {
  const html = (parts ?? []).flatMap(part => part.html ?? []).join(' ')
  return files.filter(file => !isPicture(file) || !html.includes(`cid:${file.sha256}`))
}
