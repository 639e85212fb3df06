import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { fileLimits } from '../platform/storage/file-limits.js'
import { keepUpload } from '../tickets/commands/keep-upload.js'
import { Fields, Id, repeatable } from './schemas.js'
import { receiveFile, takeFiles } from './sent-file.routes.js'

const schema = {
  headers: repeatable,
  querystring: Fields({ name: Type.String({ minLength: 1, maxLength: 255, examples: ['lamp.jpg'] }) }),
  response: { 201: Type.Object({ id: Id, name: Type.String(), size: Type.Integer(), sha256: Type.String() }, { title: 'UploadedFile' }) }
}

/** Files go up as the body of a request of their own, straight to the store; a ticket or an entry names them by id. */
const fileRoutes: FastifyPluginAsyncTypebox = async app => {
  takeFiles(app)

  app.post('/files', { schema, bodyLimit: fileLimits.bytes, config: { scope: 'tickets.write', operation: 'files_upload' } }, async (request, reply) => {
    const file = await receiveFile(request, request.query.name)
    const { id, name, size, sha256 } = await keepUpload(request.ctx, file)
    return reply.code(201).send({ id, name, size, sha256 })
  })
}

export default fileRoutes
