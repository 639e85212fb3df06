import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { strangerPolicy } from '../plugins/security-headers.js'
import type { FileStore } from '../platform/storage/file-store.js'
import { pictureType } from '../platform/storage/picture-type.js'
import { presentAsSent } from './as-sent.presenter.js'
import { findMailEntry, listEntryFiles } from './mail-entry.queries.js'
import { ticketParams } from './ticket.desk.routes.js'
import { findTicket } from './ticket.queries.js'

const params = Type.Object({ id: ticketParams.properties.id, entryId: ticketParams.properties.id })
/** All pictures of one mail together. */
const mostBytes = 15 * 1024 * 1024

/** A mail as its sender made it, for agents who may see the ticket; mounted at /desk/tickets. A page of its own, in which nothing runs. */
const asSentDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id/entries/:entryId/as-sent', { schema: { params } }, async (request, reply) => {
    const { ctx, params: { id, entryId }, locale } = request
    const ticket = await findTicket(ctx.db.read, agentOf(request), id)
    const entry = await findMailEntry(ctx.db.read, ticket.id, entryId)
    const pictures = await readPictures(ctx.files, await listEntryFiles(ctx.db.read, entry.id))

    return reply
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': strangerPolicy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'private, no-store' })
      .send(presentAsSent(entry.parts, pictures, { title: `${ticket.number} ${ticket.subject}`, locale }))
  })
}

export default asSentDeskRoutes

/** The page may ask for nothing, so its pictures come with it. */
async function readPictures (files: FileStore, found: Array<{ sha256: string, size: number }>): Promise<Map<string, string>> {
  const pictures = new Map<string, string>()
  let left = mostBytes
  for (const { sha256, size } of found) {
    if (size > left) continue
    const content = await files.load(sha256)
    const type = pictureType(content)
    if (type === null) continue
    pictures.set(sha256, `data:${type};base64,${content.toString('base64')}`)
    left -= size
  }
  return pictures
}
