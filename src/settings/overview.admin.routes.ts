import type { FastifyPluginAsync } from 'fastify'
import { listOutgoingWarnings } from './outgoing-warnings.js'
import { findJobOverview } from '../platform/jobs/job.queries.js'
import type { NavBuilder } from '../plugins/page.js'

declare module '../plugins/page.js' {
  interface Pages {
    'admin/overview/index': { warnings: Array<{ text: string, href: string }>, cards: Array<{ title: string, links: Array<{ href: string, label: string, icon: string }> }> }
  }
}

/** The first page of the admin panel: what needs a look, and the way to everything. Mounted at /admin. */
export const createOverviewRoutes = (nav: NavBuilder): FastifyPluginAsync => async app => {
  app.get('/', async (request, reply) => {
    const { t, ctx } = request
    const { dead, late } = await findJobOverview(ctx.db.read, ctx.clock.now())
    const [failed] = await ctx.db.read.query("SELECT COUNT(*) AS mails FROM (SELECT 1 FROM mails WHERE state = 'failed' LIMIT 1000) x") as Array<{ mails: number }>
    const mails = Number(failed?.mails ?? 0)

    return reply.page('admin/overview/index', {
      title: t('admin.overview'),
      warnings: [
        ...(dead > 0 ? [{ text: t('admin.warn_dead', { count: dead }), href: '/admin/jobs' }] : []),
        ...(late > 0 ? [{ text: t('admin.warn_late', { count: late }), href: '/admin/jobs?state=ready' }] : []),
        ...(mails > 0 ? [{ text: t('admin.warn_mails', { count: mails }), href: '/admin/ledger?group=undelivered' }] : []),
        ...await listOutgoingWarnings(request),
        ...(app.platform.config.smtpUrl === null ? [{ text: t('admin.warn_no_smtp'), href: '/admin/ledger?direction=out' }] : [])
      ],
      cards: await nav(request, t)
    })
  })
}
