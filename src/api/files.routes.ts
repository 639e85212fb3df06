import { Readable } from 'node:stream'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { InvalidFields } from '../platform/errors.js'
import { safeFileName } from '../platform/storage/file-name.js'
import { keepUpload } from '../tickets/commands/keep-upload.js'
import { fileLimits } from '../tickets/file-limits.js'
import { Problem } from '../plugins/problems.js'
import { Fields, Id, repeatable } from './schemas.js'

const schema = {
  headers: repeatable,
  querystring: Fields({ name: Type.String({ minLength: 1, maxLength: 255, examples: ['lamp.jpg'] }) }),
  response: { 201: Type.Object({ id: Id, name: Type.String(), size: Type.Integer(), sha256: Type.String() }, { title: 'UploadedFile' }) }
}

/** Files go up as the body of a request of their own, straight to the store; a ticket or an entry names them by id. */
const fileRoutes: FastifyPluginAsyncTypebox = async app => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => { done(null, payload) })

  app.post('/files', { schema, bodyLimit: fileLimits.bytes, config: { scope: 'tickets.write', operation: 'files_upload' } }, async (request, reply) => {
    const { ctx, body, headers, query: { name } } = request
    if (/^multipart\//i.test(headers['content-type'] ?? '')) throw new Problem('wrong-content-type', {}, 'api.files.not_a_form')
    const length = Number(headers['content-length'] ?? 0)
    if (length > fileLimits.bytes) throw new Problem('too-large')
    const { sha256, size } = await ctx.files.put(whole(body as Readable | undefined))
    const file = await keepUpload(ctx, { name: safeFileName(name), contentType: (headers['content-type'] ?? '').slice(0, 120), size, sha256 })
    return reply.code(201).send({ id: file.id, name: file.name, size, sha256 })
  })
}

export default fileRoutes

/** Fails at its end when the file is empty or grows too large, so that the store does not keep it. */
function whole (body: Readable | undefined): Readable {
  return body === undefined ? Readable.from(measured([])) : Readable.from(measured(body))
}

async function * measured (body: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > fileLimits.bytes) throw new Problem('too-large')
    yield chunk
  }
  if (size === 0) throw new InvalidFields({ '': { key: 'api.files.empty' } })
}
