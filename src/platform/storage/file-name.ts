/** What Windows takes for a device, whatever stands behind the first dot. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00B9\u00B2\u00B3])\s*(?:\.|$)/i

/** Controls, what turns the direction of writing, and what nobody sees. */
const unseen = /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g

/** As many bytes as every file system takes, with room for what a browser adds. */
const mostBytes = 230

/**
 * A file's name as it may be shown and saved under on any system: no path, no control or direction characters, no
 * stream and no device of Windows, no blank or dot at its end, not empty, at most 230 bytes. Given again it stays as it is.
 *
 * It is never used as a path here: files are kept by the hash of their content.
 */
export function safeFileName (name: string): string {
  const bare = name.toWellFormed().replace(unseen, '').normalize('NFC').replace(/^.*[/\\]/, '').replace(/[<>:"|?*]/g, '_').trim()
  return shortened(device.test(bare) ? `_${bare}` : bare).replace(/[.\s]+$/, '') || 'file'
}

/** Shortens the middle, so that the ending still tells what it is. */
function shortened (name: string): string {
  if (Buffer.byteLength(name) <= mostBytes) return name
  const letters = Array.from(name)
  const ending = fitting(letters.slice(-40).reverse(), 60).reverse()
  return `${fitting(letters, mostBytes - 63).join('').trimEnd()}…${ending.join('')}`
}

/** As many of these letters, from the first on, as go into so many bytes. */
function fitting (letters: string[], bytes: number): string[] {
  let left = bytes
  const end = letters.findIndex(letter => (left -= Buffer.byteLength(letter)) < 0)
  return end === -1 ? letters : letters.slice(0, end)
}

/** A Content-Disposition that saves the file under its name, made safe once more (RFC 6266, RFC 8187). */
export function attachmentHeader (kept: string): string {
  const name = safeFileName(kept)
  const plain = name.replace(/[^\x20-\x7E]/g, '_').replace(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
