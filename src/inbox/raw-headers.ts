import type { FileStore } from '../platform/storage/file-store.js'

/** So much of a message is looked at for its headers. */
const most = 256 * 1024
const longestValue = 2000

/** The headers of a message as they came, top first, one line each, without a guess at what is in them. */
export async function readRawHeaders (files: Pick<FileStore, 'read'>, sha256: string): Promise<Array<{ name: string, value: string }>> {
  const text = await readHead(files, sha256)
  const end = /\r?\n\r?\n|\r\r/.exec(text)?.index ?? text.length
  return text.slice(0, end).split(/\r?\n(?![ \t])|\r(?![\n \t])/).slice(0, 300).flatMap(line => {
    const colon = line.indexOf(':')
    return colon < 1 ? [] : [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).replace(/\s+/g, ' ').trim().slice(0, longestValue) }]
  })
}

async function readHead (files: Pick<FileStore, 'read'>, sha256: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of await files.read(sha256)) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size >= most) break
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8')
}
