import type { FastifyInstance } from 'fastify'
import { isNamed, tagFor, versionIn } from '../platform/http/entity-tags.js'

/**
 * Gives each answer to a read an `ETag`, and 304 without a body to whoever names it in `If-None-Match`. The answer is made all the
 * same: what is spared is its way. Changes that answer with the row give the tag with which it is read next.
 */
export function spareKnown (app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode >= 300 || typeof payload !== 'string' || !String(reply.getHeader('content-type')).startsWith('application/json')) return payload
    const given = reply.getHeader('etag')
    const version = typeof given === 'string' ? versionIn(given) : null
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (version === null && !isRead) return payload
    // An answer that is given again has its whole tag already.
    if (given === undefined || given === `"${version}"`) reply.header('etag', tagFor(version, payload))

    if (!isRead || !isNamed(request.headers['if-none-match'] ?? '', String(reply.getHeader('etag')))) return payload
    reply.code(304)
    if (request.method === 'HEAD') return payload
    reply.removeHeader('content-type')
    return null
  })
}
