import type { FastifyReply } from 'fastify'
import { attachmentHeader } from '../platform/storage/file-name.js'
import type { FileStore } from '../platform/storage/file-store.js'
import { strangerPolicy } from '../plugins/security-headers.js'

interface Sent { name: string, size: number, sha256: string }

/**
 * Offers a stranger's file for saving. Never shown in place and never under the type that its sender
 * claimed, so nothing in it can run here.
 */
export async function sendAttachment (reply: FastifyReply, files: FileStore, { name, size, sha256 }: Sent): Promise<FastifyReply> {
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
