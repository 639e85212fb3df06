import { InvalidFields } from '../platform/errors.js'

export interface Cursor { at: number, id: number }

/** Where a page begins, as a text that programs pass back and do not read. */
export const cursorText = ({ at, id }: Cursor): string => Buffer.from(`${at}.${id}`).toString('base64url')

/** @throws InvalidFields when it is none of ours */
export function readCursor (text: string | undefined): Cursor | null {
  if (text === undefined) return null
  const [, at, id] = /^(\d{1,16})\.(\d{1,10})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (at === undefined || id === undefined) throw new InvalidFields({ cursor: { key: 'api.cursor_wrong' } })
  return { at: Number(at), id: Number(id) }
}

/** The address of the next page: the same question with another cursor. */
export function nextAddress (baseUrl: string, url: string, cursor: string): string {
  const address = new URL(url, baseUrl)
  address.searchParams.set('cursor', cursor)
  return `${baseUrl}${address.pathname}${address.search}`
}
