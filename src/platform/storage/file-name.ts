/**
 * A file's name as it may be shown and offered for saving: no path, no control or direction characters, not
 * empty, at most 200 characters. It is never used as a path here.
 */
export function safeFileName (name: string): string {
  const bare = name.toWellFormed().normalize('NFC')
    .replace(/^.*[/\\]/, '')
    .replace(/[\u0000-\u001F\u007F\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/[. ]+$/, '')
    .trim()
  return shortened(bare === '' ? 'file' : bare)
}

/** Shortens the middle, so that the ending still tells what it is. */
function shortened (name: string): string {
  const letters = Array.from(name)
  return letters.length <= 200 ? name : [...letters.slice(0, 150), '…', ...letters.slice(-40)].join('')
}

/** A Content-Disposition that saves the file under its name (RFC 6266, RFC 8187). */
export function attachmentHeader (name: string): string {
  const plain = name.replace(/[^\x20-\x7E]/g, '_').replace(/["\\]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
