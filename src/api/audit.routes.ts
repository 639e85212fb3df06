import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { listAuditEntries } from '../audit/audit.queries.js'
import { Forbidden } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { Fields, Id, IdOrNull, Moment, pageOf, paging } from './schemas.js'

const AuditEntry = Type.Object({
  id: Id, at: Moment, agentId: IdOrNull, agentName: Type.String(), action: Type.String({ examples: ['department.updated'] }),
  subjectType: Type.String(), subjectId: IdOrNull, subjectName: Type.String(), difference: Type.Unknown()
}, { title: 'AuditEntry' })

const query = Fields({ ...paging, subjectType: Type.Optional(Type.String({ maxLength: 40, examples: ['department'] })), agentId: Type.Optional(Id) })

/** Who changed what, for keys of agents who may see it in the panel. */
const auditRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/audit', { schema: { querystring: query, response: { 200: pageOf(AuditEntry) } }, config: { scope: 'audit.read', operation: 'audit_list' } }, async (request, reply) => {
    if (!agentOf(request).adminRights.has('system')) throw new Forbidden()
    const { limit = 50, cursor, subjectType, agentId } = request.query
    const { entries, next } = await listAuditEntries(request.ctx.db.read, { ...(subjectType !== undefined && { subjectType }), ...(agentId !== undefined && { agentId }) }, { after: readCursor(cursor), limit })
    return pageAnswer(request, reply, entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })), next)
  })
}

export default auditRoutes
