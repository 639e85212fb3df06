import type { FastifyRequest } from 'fastify'
import type { MultipartFile } from '@fastify/multipart'
import type { Message } from '../platform/errors.js'
import { safeFileName } from '../platform/storage/file-name.js'
import type { FileStore } from '../platform/storage/file-store.js'
import { fileLimits } from './file-limits.js'

export interface Upload { field: string, name: string, contentType: string, size: number, sha256: string }

export interface ReceivedForm {
  fields: Record<string, string>
  uploads: Upload[]
  /** Files that were not taken, and why. */
  refused: Message[]
}

/**
 * Reads a form with files as it comes in: each file goes straight to the store and never whole into memory.
 * A file that is empty or too large is refused by name; the others and every typed field are kept.
 */
export async function receiveForm (request: FastifyRequest, files: FileStore): Promise<ReceivedForm> {
  const received: ReceivedForm = { fields: {}, uploads: [], refused: [] }
  for await (const part of request.parts({ limits: { fileSize: fileLimits.bytes, files: fileLimits.files } })) {
    if (part.type === 'field') received.fields[part.fieldname] = String(part.value)
    else await receiveFile(part, files, received)
  }
  return received
}

async function receiveFile (part: MultipartFile, files: FileStore, { uploads, refused }: ReceivedForm): Promise<void> {
  const name = safeFileName(part.filename ?? '')
  if (!part.filename) {
    part.file.resume()
    return
  }
  const { sha256, size } = await files.put(part.file)
  if (part.file.truncated) refused.push({ key: 'portal.files.too_large', values: { name, limit: fileLimits.bytes / 1_000_000 } })
  else if (size === 0) refused.push({ key: 'portal.files.empty', values: { name } })
  else uploads.push({ field: part.fieldname, name, contentType: part.mimetype.slice(0, 120), size, sha256 })
}
