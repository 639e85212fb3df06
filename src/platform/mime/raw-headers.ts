import { decodeBytes } from './charset.js'

const mostBytes = 256_000
const mostNames = 200
const mostValues = 50
const longestValue = 4000

export interface RawHeaders {
  /** Lower-case names, words decoded, one line each. */
  decoded: Map<string, string[]>
  /** As `decoded`, but with encoded words as they came: an encoded comma must not divide addresses. */
  undecoded: Map<string, string[]>
  problems: string[]
}

/**
 * Reads the headers from the bytes themselves, since readers of MIME lose bytes above 127 that stand there unencoded
 * (RFC 6532 allows UTF-8, and older programs wrote whatever they had).
 */
export function readRawHeaders (raw: Buffer, end: number): RawHeaders {
  const headers: RawHeaders = { decoded: new Map(), undecoded: new Map(), problems: [] }
  if (end > mostBytes) headers.problems.push('too-long-headers')
  const lines = raw.subarray(0, Math.min(end, mostBytes)).toString('latin1').replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ').split('\n')

  for (const line of lines) {
    const [, name, value = ''] = /^([!-9;-~]{1,100})[ \t]*:(.*)$/s.exec(line) ?? []
    if (name === undefined) continue
    const key = name.toLowerCase()
    const text = decodeBytes(Buffer.from(value.slice(0, 20_000), 'latin1')).text.replace(/[\u0000-\u0008\u000A-\u001F\u007F]/g, '').trim()
    add(headers.undecoded, key, text.slice(0, 20_000))
    add(headers.decoded, key, decodeWords(text).replace(/[\u0000-\u001F\u007F]/g, ' ').slice(0, longestValue))
  }
  return headers
}

function add (map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key)
  if (known === undefined && map.size >= mostNames) return
  if (known === undefined) map.set(key, [value])
  else if (known.length < mostValues) known.push(value)
}

interface Word { charset: string, bytes: Buffer }

/** Encoded words of RFC 2047, in any charset. Words that follow each other are joined as bytes first: some programs cut a letter in two. */
export function decodeWords (text: string): string {
  const joined = text.replace(/(=\?[^?\s]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bq]\?[^?]*\?=)/gi, '$1')
  return joined.replace(/(?:=\?[^?\s]+\?[bq]\?[^?]*\?=)+/gi, run => {
    const words: Word[] = []
    for (const [, charset = '', encoding = '', data = ''] of run.matchAll(/=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi)) {
      const word = { charset: charset.split('*')[0]!.toLowerCase(), bytes: encoding.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : unquoted(data) }
      const last = words.at(-1)
      if (last?.charset === word.charset) last.bytes = Buffer.concat([last.bytes, word.bytes])
      else words.push(word)
    }
    return words.map(({ charset, bytes }) => decodeBytes(bytes, charset).text).join('')
  })
}

const unquoted = (data: string): Buffer => Buffer.from(data.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1')
