import { createHash } from 'node:crypto'
import PostalMime, { addressParser, type Address, type Attachment, type Email } from 'postal-mime'
import { isEmailAddress } from '../email-address.js'
import { safeFileName } from '../storage/file-name.js'
import { automaticOf } from './automatic.js'
import { cleanHtml } from './clean-html.js'
import { decodeBytes } from './charset.js'
import { readDeliveryReport } from './delivery-report.js'
import { readForwarded } from './forwarded.js'
import { textOfHtml } from './html-text.js'
import { ownBytes } from './own-bytes.js'
import { NotAMessage, type MailAddress, type ParsedAttachment, type ParsedMessage } from './parsed-message.js'
import { decodeWords, readRawHeaders, type RawHeaders } from './raw-headers.js'
import { readTnef } from './tnef.js'
import { partsOf, visibleTextOf } from './visible.js'

const mostAddresses = 500
const mostAttachments = 100
const longestBody = 2_000_000

/**
 * Reads one message of RFC 5322 and MIME. Whatever is wrong with it is named in `problems` and the rest is read as well as
 * it can be: a mail that people sent must not be lost because a program wrote it badly.
 *
 * @throws NotAMessage when the bytes have no header at all.
 */
export async function parseMessage (given: Buffer): Promise<ParsedMessage> {
  return parseAt(given, 0)
}

async function parseAt (given: Buffer, depth: number): Promise<ParsedMessage> {
  const raw = withLineEnds(given)
  const end = headerEnd(raw)
  const headers = readRawHeaders(raw, end)
  if (headers.decoded.size === 0) throw new NotAMessage('There is no header in it.')

  const { email, problems } = await readParts(raw, end)
  const attachments = email.attachments.map(readAttachment).flatMap(each => unpacked(each, problems)).slice(0, mostAttachments)
  if (email.attachments.length > mostAttachments) problems.push('too-many-parts')
  const attached = depth === 0 ? await readAttached(attachments) : null
  return understand(headers, email, attachments, attached, [...headers.problems, ...problems])
}

/** The first mail that hangs at this one; null when there is none that can be read. */
async function readAttached (attachments: ParsedAttachment[]): Promise<ParsedMessage | null> {
  const mail = attachments.find(({ contentType }) => contentType === 'message/rfc822')
  return mail === undefined ? null : parseAt(mail.content, 1).catch(() => null)
}

function understand (headers: RawHeaders, email: Email, attachments: ParsedAttachment[], attached: ParsedMessage | null, problems: string[]): ParsedMessage {
  const { decoded } = headers
  const first = (name: string): string => decoded.get(name)?.[0]?.trim() ?? ''
  const addresses = (name: string): MailAddress[] => readAddresses(headers.undecoded.get(name) ?? [])
  const senders = addresses('from')
  const [from = null] = senders
  if (from === null) problems.push('no-from')
  if (senders.length > 1 || (decoded.get('from')?.length ?? 0) > 1) problems.push('several-from')
  const [to, cc, replyTo] = [addresses('to'), addresses('cc'), addresses('reply-to')]
  if (to.length + cc.length >= mostAddresses) problems.push('too-many-recipients')

  const subject = first('subject').replace(/\s+/g, ' ')
  const messageId = idsIn(first('message-id'))[0] ?? null
  if (messageId === null) problems.push('no-message-id')
  const { text, html, parts } = readBody(email, attachments, { subject, parties: [...senders, ...to, ...cc].map(({ address }) => address) }, problems)
  const contentType = first('content-type')
  const returnPath = decoded.has('return-path') ? first('return-path').replace(/[<>\s]/g, '') : null
  const judged = { headers: decoded, subject, text, contentType, from, returnPath }

  return {
    from, sender: addresses('sender')[0] ?? null, replyTo, to, cc, subject, messageId,
    inReplyTo: idsIn(first('in-reply-to'))[0] ?? null, references: [...new Set(idsIn((decoded.get('references') ?? []).join(' ')))].slice(-100), date: readDate(first('date')),
    text, html, parts, visibleText: visibleTextOf(parts), attachments, headers: decoded,
    automatic: automaticOf(judged),
    report: readDeliveryReport({ ...judged, parts: attachments.map(({ contentType, content }) => ({ contentType, content: content.subarray(0, 100_000).toString() })) }),
    forwarded: readForwarded({ subject, text, attached }),
    encrypted: sealOf(contentType, 'encrypted', text), signed: sealOf(contentType, 'signed', ''),
    problems: [...new Set(problems)]
  }
}

/** One kind of line end, also for programs that end lines with a bare CR. */
function withLineEnds (raw: Buffer): Buffer {
  return raw.includes('\r') && !raw.includes('\n') ? Buffer.from(raw.toString('latin1').replaceAll('\r', '\r\n'), 'latin1') : raw
}

function headerEnd (raw: Buffer): number {
  const ends = [raw.indexOf('\r\n\r\n'), raw.indexOf('\n\n')].filter(at => at !== -1)
  return ends.length === 0 ? raw.length : Math.min(...ends)
}

/** The parts; of a message whose parts cannot be told apart, its body as text and the whole as a file. */
async function readParts (raw: Buffer, end: number): Promise<{ email: Email, problems: string[] }> {
  try {
    return { email: await PostalMime.parse(ownBytes(raw)[0] ?? raw, { forceRfc822Attachments: true, maxNestingDepth: 60, maxHeadersSize: 2_000_000 }), problems: [] }
  } catch {
    const body = raw.subarray(end, end + longestBody)
    const file: Attachment = { filename: 'message.eml', mimeType: 'message/rfc822', disposition: 'attachment', content: new Uint8Array(raw) }
    return { email: { headers: [], headerLines: [], text: decodeBytes(body).text, attachments: [file] }, problems: ['unreadable-parts'] }
  }
}

function readBody (email: Email, attachments: ParsedAttachment[], about: { subject: string, parties: string[] }, problems: string[]): Pick<ParsedMessage, 'text' | 'html' | 'parts'> {
  const text = shortened(email.text ?? '', problems).replace(/\r\n?/g, '\n')
  const given = email.html === undefined ? null : shortened(email.html, problems)
  if (text.includes('\uFFFD') || given?.includes('\uFFFD')) problems.push('bad-charset')
  if (given === null) return { text, html: null, parts: partsOf({ text, html: null, clean: String, textOf: String }, about) }

  if (/<img[^>]+src\s*=\s*["']?\s*https?:/i.test(given)) problems.push('remote-images')
  const pictures = new Map(attachments.flatMap(({ contentId, sha256 }) => contentId === null ? [] : [[contentId, sha256] as const]))
  const clean = (html: string): string => cleanHtml(html, pictures)
  const parts = partsOf({ text, html: given, clean, textOf: fragment => `${textOfHtml(fragment)}\n` }, about)
  return { text: parts.map(part => part.text).join(''), html: clean(given), parts }
}

function shortened (text: string, problems: string[]): string {
  if (text.length <= longestBody) return text
  problems.push('truncated')
  return text.slice(0, longestBody)
}

function readAttachment ({ filename, mimeType, disposition, contentId, content, related }: Attachment): ParsedAttachment {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content instanceof ArrayBuffer ? Buffer.from(content) : Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType.slice(0, 120) : 'application/octet-stream'
  return {
    filename: safeFileName(decodeWords(filename ?? standardName(contentType))),
    contentType,
    size: bytes.length,
    inline: related === true || (disposition === 'inline' && contentType.startsWith('image/')),
    contentId: contentId?.replace(/^<|>$/g, '').slice(0, 190) ?? null,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    content: bytes
  }
}

/** What was packed into a winmail.dat, as files of their own; one without files stays what it is. */
function unpacked (attachment: ParsedAttachment, problems: string[]): ParsedAttachment[] {
  if (!/^application\/(?:vnd\.)?ms-tnef$/i.test(attachment.contentType) && attachment.filename.toLowerCase() !== 'winmail.dat') return [attachment]
  const files = readTnef(attachment.content)
  if (files === null) problems.push('unreadable-tnef')
  if (files === null || files.length === 0) return [attachment]
  return files.map(({ name, contentType, content }) => readAttachment({ filename: name || null, mimeType: contentType, disposition: 'attachment', content: new Uint8Array(content) }))
}

const standardName = (contentType: string): string => contentType === 'text/calendar' ? 'invitation.ics' : contentType === 'message/rfc822' ? 'message.eml' : contentType.startsWith('image/') ? `picture.${contentType.slice(6).replace(/\W.*/, '')}` : 'file'

/** Addresses are told apart before their names are decoded. Names lose what could pretend to be another line or direction. */
function readAddresses (values: string[]): MailAddress[] {
  const found: Address[] = values.flatMap(value => addressParser(value, { flatten: true }))
  return found.slice(0, mostAddresses).flatMap(({ name, address = '' }) => {
    const clean = address.replace(/[\s<>\u0000-\u001F]/g, '').slice(0, 190)
    const bare = isEmailAddress(clean) ? clean.toLowerCase() : clean
    return bare === '' ? [] : [{ address: bare, name: decodeWords(name).replace(/[\u0000-\u001F\u007F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 190) }]
  })
}

const idsIn = (text: string): string[] => [...text.matchAll(/<[^<>\s]{1,250}>/g)].map(([id]) => id)

function readDate (text: string): Date | null {
  const date = new Date(text.replace(/\(.*?\)/g, ''))
  return text === '' || Number.isNaN(date.getTime()) ? null : date
}

function sealOf (contentType: string, kind: 'encrypted' | 'signed', text: string): 'pgp' | 'smime' | null {
  const type = contentType.toLowerCase()
  if (type.startsWith(`multipart/${kind}`)) return type.includes('pkcs7') ? 'smime' : 'pgp'
  if (/^application\/(?:x-)?pkcs7-mime/.test(type)) return type.includes('signed-data') === (kind === 'signed') ? 'smime' : null
  return kind === 'encrypted' && text.includes('-----BEGIN PGP MESSAGE-----') ? 'pgp' : null
}
