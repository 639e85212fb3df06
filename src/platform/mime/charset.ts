/** Text of bytes in a charset; of bytes in no charset, or in one that nobody knows, as UTF-8 when they are that, else as Windows-1252. */
export function decodeBytes (bytes: Uint8Array, charset: string | null = null): { text: string, isSure: boolean } {
  const label = charset?.trim().toLowerCase() ?? ''
  if (/^(?:unicode-1-1-)?utf-?7$/.test(label)) return { text: decodeUtf7(Buffer.from(bytes).toString('latin1')), isSure: true }
  if (label !== '' && !/^(?:us-)?ascii$/.test(label)) {
    try {
      const text = new TextDecoder(label).decode(bytes)
      return { text, isSure: !text.includes('\uFFFD') }
    } catch { /* a charset that nobody knows */ }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isSure: label === '' || /ascii/.test(label) }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), isSure: false }
  }
}

/** RFC 2152: letters between “+” and “-” are base64 of UTF-16. */
export function decodeUtf7 (text: string): string {
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_all, packed: string) => {
    if (packed === '') return '+'
    const bytes = Buffer.from(packed, 'base64')
    return bytes.subarray(0, bytes.length - bytes.length % 2).swap16().toString('utf16le')
  })
}
