import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { requireRight } from '../plugins/areas.js'
import { auditKinds, auditVerbs } from './audited.js'
import { presentValue } from './value.presenter.js'
import type { AuditEntry } from './audit-entry.entity.js'
import { listAuditAuthors, listAuditEntries } from './audit.queries.js'

interface AuditLine { at: Date, who: string, what: string, subject: string, changes: Array<{ field: string, before: string, after: string }> }

declare module '../plugins/page.js' {
  interface Pages {
    'admin/audit/index': { lines: AuditLine[], authors: Array<{ id: number, name: string }>, kinds: Array<{ value: string, label: string }>, agentId: number | null, kind: string, olderPath: string | null }
  }
}

const listSchema = {
  querystring: Type.Object({
    agent: Type.Optional(Type.String({ pattern: '^\\d{0,10}$' })),
    kind: Type.Optional(Type.String({ maxLength: 40 })),
    after: Type.Optional(Type.String({ pattern: '^\\d{1,15}\\.\\d{1,10}$' }))
  })
}

/** Who changed what, mounted at /admin. */
const auditAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('system'))

  app.get('/audit', { schema: listSchema }, async (request, reply) => {
    const { t, ctx, query: { agent = '', kind = '', after } } = request
    const [at, id] = after?.split('.').map(Number) ?? []
    const agentId = Number(agent) || null
    const { entries, next } = await listAuditEntries(ctx.db.read, { ...(agentId !== null && { agentId }), ...(kind !== '' && { subjectType: kind }) }, { after: at === undefined || id === undefined ? null : { at, id } })

    return reply.page('admin/audit/index', {
      title: t('audit.title'),
      lines: entries.map(entry => lineOf(entry, request)),
      authors: await listAuditAuthors(ctx.db.read),
      kinds: auditKinds.map(value => ({ value, label: t(`audit.kind.${value}`) })),
      agentId,
      kind,
      olderPath: next === null ? null : `/admin/audit?${new URLSearchParams({ agent, kind, after: `${next.at}.${next.id}` }).toString()}`
    })
  })
}

export default auditAdminRoutes

function lineOf ({ at, agentName, action, subjectType, subjectName, difference }: AuditEntry, { t }: FastifyRequest): AuditLine {
  const kind = auditKinds.find(each => each === subjectType)
  const verb = auditVerbs.find(each => action === `${subjectType}.${each}`)
  return {
    at,
    who: agentName,
    what: verb === undefined ? action : t(`audit.verb.${verb}`),
    subject: kind === undefined ? subjectName : `${t(`audit.kind.${kind}`)}: ${subjectName}`,
    changes: Object.entries(difference).map(([field, { before, after }]) => ({ field, before: presentValue(before, t), after: presentValue(after, t) }))
  }
}
