import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { MultipartFile } from '@fastify/multipart'
import type { Message } from '../platform/errors.js'
import { fileLimits } from '../platform/storage/file-limits.js'
import { safeFileName } from '../platform/storage/file-name.js'
import type { FileStore } from '../platform/storage/file-store.js'
import type { RefusedUpload, Upload } from '../platform/storage/upload.js'

export interface ReceivedForm {
  fields: Record<string, string>
  uploads: Upload[]
  /** Files that were not taken, and why. */
  refused: RefusedUpload[]
}

/** Empty pickers count as files for the parser. A file that is too large is cut off there and refused here. */
const limits = { fileSize: fileLimits.bytes, files: 40 }

/**
 * Reads a form with files as it comes in: each file goes straight to the store and never whole into memory.
 * A file that is empty, too large or one too many is refused by name, and a form that breaks off is told so;
 * the files before it and every typed field are kept.
 *
 * `every` holds each value of a field that comes more than once. `mostFields` is for a form of more fields than others have, `tooManyFiles`
 * for one that counts its files itself: what it says to more of them than any form may send.
 *
 * @throws what the parser says of more fields than that.
 */
export async function receiveForm (request: FastifyRequest, files: FileStore, { mostFields, tooManyFiles }: { mostFields?: number, tooManyFiles?: Message } = {}): Promise<ReceivedForm & { every: Record<string, string[]> }> {
  const received: ReceivedForm = { fields: {}, uploads: [], refused: [] }
  const every: Record<string, string[]> = {}
  const reading = { throwFileSizeLimit: false, limits: { ...limits, ...(mostFields !== undefined && { fields: mostFields, parts: mostFields + limits.files }) } }
  try {
    for await (const part of request.parts(reading)) {
      if (part.type === 'file') await receiveFile(part, files, received, tooManyFiles === undefined ? fileLimits.files : limits.files)
      else if (part.valueTruncated) received.refused.push({ field: part.fieldname, key: 'refusal.too_large' })
      else (every[part.fieldname] ??= []).push(received.fields[part.fieldname] = String(part.value))
    }
  } catch (error) {
    received.refused.push({ field: 'files', ...whyBroken(error, tooManyFiles) })
  }
  return { ...received, every }
}

async function receiveFile (part: MultipartFile, files: FileStore, { uploads, refused }: ReceivedForm, most: number): Promise<void> {
  const { fieldname: field, filename, file } = part
  const name = safeFileName(filename ?? '')
  if (!filename || uploads.length >= most) {
    file.resume()
    if (filename) refused.push({ field, key: 'portal.files.too_many', values: { name, limit: most } })
    return
  }

  try {
    const { sha256, size } = await files.put(Readable.from(whole(file)))
    uploads.push({ field, name, contentType: part.mimetype.slice(0, 120), size, sha256 })
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error
    refused.push({ field, key: `portal.files.${error.reason}`, values: { name, limit: fileLimits.bytes / 1_000_000 } })
  }
}

class UnfitFile extends Error {
  constructor (readonly reason: 'empty' | 'too_large') { super(`the file is ${reason}`) }
}

/** Fails at its end when the file is empty or was cut off, so that the store does not keep it. */
async function * whole (file: MultipartFile['file']): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of file as AsyncIterable<Buffer>) {
    size += chunk.length
    yield chunk
  }
  if (file.truncated) throw new UnfitFile('too_large')
  if (size === 0) throw new UnfitFile('empty')
}

/** @throws the error itself when it is no fault of the form */
function whyBroken (error: unknown, tooManyFiles: Message = { key: 'portal.files.too_many_at_once', values: { limit: fileLimits.files } }): Message {
  const { code, message } = error as { code?: string, message?: string }
  if (code === 'FST_FILES_LIMIT') return tooManyFiles
  if (/unexpected end|terminated early|boundary|malformed|header/i.test(message ?? '') || code === 'FST_MP_PREMATURE_CLOSE') return { key: 'portal.files.unreadable' }
  throw error
}
