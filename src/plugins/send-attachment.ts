import type { FastifyReply } from 'fastify'
import { NotFound } from '../platform/errors.js'
import { largestPicture } from '../platform/storage/file-limits.js'
import { attachmentHeader } from '../platform/storage/file-name.js'
import type { FileStore } from '../platform/storage/file-store.js'
import { keptPictureType } from '../platform/storage/picture-type.js'
import { strangerPolicy } from './security-headers.js'

interface Sent { name: string, size: number, sha256: string }

/**
 * Offers a stranger's file for saving. Never shown in place and never under the type that its sender
 * claimed, so nothing in it can run here.
 */
export async function sendAttachment (reply: FastifyReply, files: Pick<FileStore, 'read'>, { name, size, sha256 }: Sent): Promise<FastifyReply> {
  return reply
    .header('content-disposition', attachmentHeader(name))
    .header('content-security-policy', strangerPolicy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'private, no-store')
    .header('content-length', String(size))
    .type('application/octet-stream')
    .send(await files.read(sha256))
}

/**
 * Shows a picture in the place where its sender or author put it. Only what is a picture by its content, under the type that we
 * found; anything else is offered for saving, as all files are. It never lies whole in memory, however many ask. Browsers keep it for an hour, unless `cache` says otherwise.
 *
 * @throws NotFound when it is no picture, or too large to be shown.
 */
export async function sendPicture (reply: FastifyReply, files: Pick<FileStore, 'read'>, { size, sha256 }: { size: number, sha256: string }, cache = 'private, max-age=3600'): Promise<FastifyReply> {
  if (size > largestPicture) throw new NotFound()
  const type = await keptPictureType(files, sha256)
  if (type === null) throw new NotFound()

  return reply
    .header('content-security-policy', strangerPolicy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', cache)
    .header('content-disposition', 'inline')
    .header('content-length', String(size))
    .type(type)
    .send(await files.read(sha256))
}
