import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { InvalidFields } from '../platform/errors.js'
import { fileLimits } from '../platform/storage/file-limits.js'
import { safeFileName } from '../platform/storage/file-name.js'
import type { Upload } from '../platform/storage/upload.js'
import { stillLetIn } from '../plugins/api-house.js'
import { Problem } from '../plugins/problems.js'

/** Lets the routes of this scope take the body of a request as it comes, whatever it is, but for a form: that is said before anything else that one lacks. */
export function takeFiles (app: Pick<FastifyInstance, 'removeAllContentTypeParsers' | 'addContentTypeParser' | 'addHook'>): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => { done(null, payload) })
  app.addHook('preValidation', async ({ headers }) => {
    if (/^multipart\//i.test(headers['content-type'] ?? '')) throw new Problem('wrong-content-type', {}, 'api.files.not_a_form')
  })
}

/**
 * Puts the body of a request straight into the store, as a file of this name.
 *
 * @throws Problem for what is too large, and when the program may send nothing any more by the time that it is all here.
 * @throws InvalidFields when there is nothing in it.
 */
export async function receiveFile (request: FastifyRequest, name: string): Promise<Omit<Upload, 'field'>> {
  const { ctx, body, headers } = request
  if (Number(headers['content-length'] ?? 0) > fileLimits.bytes) throw new Problem('too-large')
  const { sha256, size } = await ctx.files.put(Readable.from(whole((body as Readable | undefined) ?? [], async () => stillLetIn(request))))
  return { name: safeFileName(name), contentType: (headers['content-type'] ?? '').slice(0, 120), size, sha256 }
}

/** Fails at its end when the file is empty, grows too large or is not wanted any more, so that the store does not keep it. */
async function * whole (body: AsyncIterable<Buffer> | Iterable<Buffer>, mayStill: () => Promise<void>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > fileLimits.bytes) throw new Problem('too-large')
    yield chunk
  }
  await mayStill()
  if (size === 0) throw new InvalidFields({ '': { key: 'api.files.empty' } })
}
