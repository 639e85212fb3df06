import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from '@fastify/type-provider-typebox'
import { isNamed } from '../platform/http/entity-tags.js'
import { sendAttachment, sendPicture } from '../plugins/send-attachment.js'
import { findArticleFile } from './article-file.queries.js'

const id = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
export const articleFileSchema = { params: Type.Object({ id, fileId: id }) }

type FileRequest = FastifyRequest<{ Params: { id: number, fileId: number } }>

/** Offers a file of an article for saving, to who may read the article. @throws NotFound */
export async function sendArticleFile ({ ctx: { db, actor, files }, params }: FileRequest, reply: FastifyReply): Promise<FastifyReply> {
  return sendAttachment(reply, files, await findArticleFile(db.read, actor, params.id, params.fileId))
}

/**
 * Shows a picture of an article in its text. A browser asks each time whether it may still show what it has, since an article can be
 * taken back; while it may, nothing is sent twice. @throws NotFound
 */
export async function sendArticlePicture ({ ctx: { db, actor, files }, params, headers }: FileRequest, reply: FastifyReply): Promise<FastifyReply> {
  const file = await findArticleFile(db.read, actor, params.id, params.fileId)
  const tag = `"${file.sha256}"`
  reply.header('etag', tag)
  if (isNamed(headers['if-none-match'] ?? '', tag)) return reply.header('cache-control', revalidated).code(304).send()
  return sendPicture(reply, files, file, revalidated)
}

const revalidated = 'private, no-cache'
