import { decodeBytes } from './mime/charset.js'

/** Text of a JSON body: by its byte order mark, else as UTF-8, else, since nothing is to be lost, as Windows-1252. */
export function textOfJson (bytes: Buffer): string {
  return decodeBytes(bytes, charsetByMark(bytes)).text
}

/**
 * Text of an XML body: by its byte order mark, else by the encoding that it declares, else as {@link textOfJson}.
 * One that declares UTF-16 in letters of one byte was written into a string and sent as UTF-8, and is read as that.
 */
export function textOfXml (bytes: Buffer): string {
  const mark = charsetByMark(bytes) ?? charsetByZeros(bytes)
  if (mark !== null) return decodeBytes(bytes, mark).text
  const declared = /^\s*<\?xml[^>]{0,100}\sencoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(bytes.subarray(0, 200).toString('latin1'))?.[1] ?? null
  return decodeBytes(bytes, declared !== null && /^(?:utf-?16|ucs-?2|iso-10646-ucs)/i.test(declared) ? null : declared).text
}

function charsetByMark (bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null
}

/** UTF-16 without a mark: its first letter is “<”. */
function charsetByZeros (bytes: Buffer): string | null {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  return bytes[0] === 0 && bytes[1] === 0x3c ? 'utf-16be' : null
}
