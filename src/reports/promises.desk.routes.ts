import type { FastifyRequest } from 'fastify'
import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import { departmentsWith } from '../platform/actor.js'
import { after, day } from '../platform/clock.js'
import { agentOf, readingOf } from '../plugins/desk-reading.js'
import { targetKinds } from '../sla/target-kind.js'
import { listActiveDepartments } from '../tickets/choices.queries.js'
import { writeMisses } from './promise-file.js'
import { presentMiss, presentSums, shareOf, type MissView, type SumView } from './promise-report.presenter.js'
import { listMisses, missesAPage, mostMisses, sumPromises, type ReportScope } from './promise-report.queries.js'

const periods = [7, 30, 90, 365] as const

interface Choice { value: string | number, label: string }

declare module '../plugins/page.js' {
  interface Pages {
    'reports/promises': { chosen: { days: number, department: number, kind: string }, periods: Choice[], departments: Choice[], kinds: Choice[], total: string | null, sums: SumView[], misses: MissView[], nextPath: string | null, filePath: string }
  }
}

const scopeSchema = Type.Object({
  days: Type.Union(periods.map(days => Type.Literal(days)), { default: 30 }),
  department: Type.Integer({ minimum: 0, default: 0 }),
  kind: Type.Union([Type.Literal(''), ...targetKinds.map(kind => Type.Literal(kind))], { default: '' })
})
const schemas = { page: { querystring: Type.Intersect([scopeSchema, Type.Object({ before: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}\\.[0-9]{1,10}$' })) })]) }, file: { querystring: scopeSchema } }

/** Promises kept and missed in the departments of the agent who looks, mounted at /desk. */
const promisesDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/promises', { schema: schemas.page }, async (request, reply) => {
    const { ctx, query, t } = request
    const actor = agentOf(request)
    const reading = readingOf(request)
    const scope = scopeOf(request, query)
    const [at, id] = query.before?.split('.').map(Number) ?? []
    const [sums, found, departments] = [
      await sumPromises(ctx.db.read, actor, scope),
      await listMisses(ctx.db.read, actor, scope, { after: at === undefined || id === undefined ? null : { at, id } }),
      await listActiveDepartments(ctx.db.read)
    ]
    const misses = found.slice(0, missesAPage)
    const last = found.length > missesAPage ? misses.at(-1) : undefined
    const link = (path: string, more: Record<string, string> = {}): string => `${path}?${new URLSearchParams({ days: String(query.days), department: String(query.department), kind: query.kind, ...more }).toString()}`
    const seen = new Set(departmentsWith(actor, 'ticket.read'))

    return reply.page('reports/promises', {
      title: t('reports.promises.title'),
      chosen: { days: query.days, department: query.department, kind: query.kind },
      periods: periods.map(days => ({ value: days, label: t('reports.promises.days', { days }) })),
      departments: [{ value: 0, label: t('reports.promises.all_departments') }, ...departments.filter(({ id }) => seen.has(id)).map(({ id, name }) => ({ value: id, label: name }))],
      kinds: [{ value: '', label: t('reports.promises.all_kinds') }, ...targetKinds.map(kind => ({ value: kind, label: t(`tickets.clock.${kind}`) }))],
      total: sums.length === 0 ? null : t('reports.promises.total', { share: shareOf(sums.reduce((sum, { kept }) => sum + kept, 0), sums.reduce((sum, { missed }) => sum + missed, 0)) }),
      sums: presentSums(sums, reading),
      misses: misses.map(miss => presentMiss(miss, reading)),
      nextPath: last === undefined ? null : link('/desk/promises', { before: `${last.missedAt}.${last.id}` }),
      filePath: link('/desk/promises/missed.csv')
    })
  })

  app.get('/promises/missed.csv', { schema: schemas.file }, async (request, reply) => {
    const misses = await listMisses(request.ctx.db.read, agentOf(request), scopeOf(request, request.query), { most: mostMisses })
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="missed.csv"').send(writeMisses(misses))
  })
}

export default promisesDeskRoutes

function scopeOf ({ ctx }: FastifyRequest, { days, department, kind }: Static<typeof scopeSchema>): ReportScope {
  const to = ctx.clock.now()
  return { from: after(to, -days * day), to: after(to, 1), departmentId: department === 0 ? null : department, kind: kind === '' ? null : kind }
}
