import type { MessagePart } from '../platform/mime/parsed-message.js'

/** What an agent asks for in the first line of an answer by mail: a note that only agents read, or a solution. */
export type MailOrder = 'note' | 'solved'

const orders: Array<[MailOrder, string]> = [['note', 'note|notiz'], ['solved', 'solved|gel\u00f6st|geloest']]

/** The order that what an agent wrote begins with, in either language; null when it is an answer. */
export function readOrder (visibleText: string): MailOrder | null {
  return orders.find(([, words]) => new RegExp(`^#(?:${words})(?![\\p{L}\\p{N}])`, 'iu').test(visibleText))?.[0] ?? null
}

/** The parts of a mail without the order that its first written line begins with. Nothing else is taken away. */
export function withoutOrder (parts: MessagePart[], order: MailOrder): MessagePart[] {
  const [, words = ''] = orders.find(([name]) => name === order) ?? []
  const inText = new RegExp(`^(\\s*)#(?:${words})(?![\\p{L}\\p{N}])[ \\t]*[:.,-]?\\s*`, 'iu')
  const inHtml = new RegExp(`((?:^|>)\\s*)#(?:${words})(?![\\p{L}\\p{N}])[ \\t]*[:.,-]?`, 'iu')
  const first = parts.findIndex(({ kind, text }) => kind === 'written' && text.trim() !== '')
  return parts.map((part, place) => place === first ? { ...part, text: part.text.replace(inText, '$1'), html: part.html?.replace(inHtml, '$1') ?? null } : part)
}
