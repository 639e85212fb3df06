import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { findJobOverview, listJobs, reviveJob } from '../platform/jobs/job.queries.js'
import { requireRight } from '../plugins/areas.js'

interface JobLine { id: number, name: string, payload: string, attempts: number, runAt: Date, error: string | null }

declare module '../plugins/page.js' {
  interface Pages {
    'admin/jobs/index': { summary: string, state: 'ready' | 'dead', tabs: Array<{ href: string, label: string, current: boolean }>, jobs: JobLine[], olderPath: string | null }
  }
}

const listSchema = { querystring: Type.Object({ state: Type.Optional(Type.Union([Type.Literal('ready'), Type.Literal('dead')])), before: Type.Optional(Type.Integer({ minimum: 1 })) }) }
const reviveSchema = { params: Type.Object({ id: Type.Integer({ minimum: 1 }) }) }
const pageSize = 50

/** The work that happens later: what waits, what failed for good, and running it again. Mounted at /admin. */
const jobsAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('system'))

  app.get('/jobs', { schema: listSchema }, async (request, reply) => {
    const { t, format, ctx, query: { state = 'dead', before } } = request
    const overview = await findJobOverview(ctx.db.read, ctx.clock.now())
    const found = await listJobs(ctx.db.read, state, before ?? null)
    const jobs = found.slice(0, pageSize)

    return reply.page('admin/jobs/index', {
      title: t('jobs.title'),
      state,
      summary: t('jobs.summary', { ready: format.capped(overview.ready, 1000), late: overview.late, dead: overview.dead }),
      tabs: (['dead', 'ready'] as const).map(tab => ({ href: `/admin/jobs?state=${tab}`, label: t(`jobs.${tab}`), current: tab === state })),
      jobs: jobs.map(({ id, name, payload, attempts, runAt, lastError }) => ({ id, name, payload: JSON.stringify(payload), attempts, runAt, error: lastError })),
      olderPath: found.length > pageSize ? `/admin/jobs?state=${state}&before=${jobs.at(-1)?.id}` : null
    })
  })

  app.post('/jobs/:id/runs', { schema: reviveSchema }, async (request, reply) => {
    await reviveJob(request.ctx.db, request.params.id, request.ctx.clock.now())
    return reply.flash({ kind: 'good', key: 'jobs.revived' }).redirect('/admin/jobs', 303)
  })
}

export default jobsAdminRoutes
