export interface DataUri { contentType: string, bytes: Buffer }

/**
 * Reads a `data:` URI (RFC 2397), plain or base64. Text in another charset comes out in UTF-8.
 *
 * Returns null for anything else, and for base64 or a charset that is none.
 */
export function readDataUri (text: string): DataUri | null {
  const comma = text.indexOf(',')
  if (!/^data:/i.test(text) || comma === -1) return null
  const [type = '', ...parameters] = text.slice(5, comma).split(';').map(part => part.trim())
  const contentType = type.toLowerCase() || 'text/plain'

  const bytes = readBytes(text.slice(comma + 1), parameters.some(parameter => parameter.toLowerCase() === 'base64'))
  const charset = parameters.find(parameter => /^charset=/i.test(parameter))?.slice('charset='.length).replace(/^"|"$/g, '')
  if (bytes === null || charset === undefined || !contentType.startsWith('text/')) return bytes === null ? null : { contentType, bytes }
  return decodedAs(charset, contentType, bytes)
}

function readBytes (data: string, isBase64: boolean): Buffer | null {
  const unescaped = /%[0-9a-f]{2}/i.test(data) ? percentDecoded(data) : Buffer.from(data)
  if (!isBase64) return unescaped
  const packed = unescaped.toString('latin1').replace(/\s+/g, '')
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(packed) ? Buffer.from(packed, 'base64') : null
}

/** Escapes become bytes, whatever they mean; everything else stays as it is. */
function percentDecoded (data: string): Buffer {
  const pieces = data.split(/((?:%[0-9a-f]{2})+)/i)
  return Buffer.concat(pieces.map((piece, place) => place % 2 === 1 ? Buffer.from(piece.replaceAll('%', ''), 'hex') : Buffer.from(piece)))
}

function decodedAs (charset: string, contentType: string, bytes: Buffer): DataUri | null {
  try {
    return { contentType, bytes: Buffer.from(new TextDecoder(charset).decode(bytes)) }
  } catch {
    return null
  }
}
