import type { ThreadEntry } from './thread-entry.entity.js'

/** What the author of an entry wrote, without what a mail quoted: for mails, lists and whatever shows it outside of its thread. */
export function writtenText ({ text, parts }: Pick<ThreadEntry, 'text' | 'parts'>): string {
  const written = (parts ?? []).filter(({ kind }) => kind === 'written').map(part => part.text).join('').trim()
  return written === '' ? text : written
}
