import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { InvalidFields } from '../platform/errors.js'
import { fileLimits } from '../platform/storage/file-limits.js'
import { safeFileName } from '../platform/storage/file-name.js'
import type { Upload } from '../platform/storage/upload.js'
import { Problem } from '../plugins/problems.js'

/** Lets the routes of this scope take the body of a request as it comes, whatever it is. */
export function takeFiles (app: Pick<FastifyInstance, 'removeAllContentTypeParsers' | 'addContentTypeParser'>): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => { done(null, payload) })
}

/**
 * Puts the body of a request straight into the store, as a file of this name.
 *
 * @throws Problem for a form, and for what is too large.
 * @throws InvalidFields when there is nothing in it.
 */
export async function receiveFile ({ ctx, body, headers }: Pick<FastifyRequest, 'ctx' | 'body' | 'headers'>, name: string): Promise<Omit<Upload, 'field'>> {
  if (/^multipart\//i.test(headers['content-type'] ?? '')) throw new Problem('wrong-content-type', {}, 'api.files.not_a_form')
  if (Number(headers['content-length'] ?? 0) > fileLimits.bytes) throw new Problem('too-large')
  const { sha256, size } = await ctx.files.put(Readable.from(whole((body as Readable | undefined) ?? [])))
  return { name: safeFileName(name), contentType: (headers['content-type'] ?? '').slice(0, 120), size, sha256 }
}

/** Fails at its end when the file is empty or grows too large, so that the store does not keep it. */
async function * whole (body: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > fileLimits.bytes) throw new Problem('too-large')
    yield chunk
  }
  if (size === 0) throw new InvalidFields({ '': { key: 'api.files.empty' } })
}
