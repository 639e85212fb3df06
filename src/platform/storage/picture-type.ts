import type { FileStore } from './file-store.js'

/** Begins of files that a browser shows as a picture and that can hold no script. */
const begins: Array<[string, RegExp]> = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/]
]

/** The type of a picture by its first bytes, whatever its sender called it; null when it is none that is safe to show. */
export function pictureType (content: Buffer): string | null {
  const begin = content.subarray(0, 16).toString('latin1')
  return begins.find(([, pattern]) => pattern.test(begin))?.[0] ?? null
}

/** The same of a file that is kept, of which only the begin is read. */
export async function keptPictureType (files: Pick<FileStore, 'read'>, sha256: string): Promise<string | null> {
  for await (const begin of await files.read(sha256)) return pictureType(begin as Buffer)
  return null
}
