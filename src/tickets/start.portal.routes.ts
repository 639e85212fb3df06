import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { minute } from '../platform/clock.js'
import { hasPublicArticles } from '../knowledge/article.queries.js'
import { presentHours, type HoursView } from '../schedules/hours.presenter.js'
import { findDefaultSchedule } from '../schedules/schedule.queries.js'
import { listPublicTopics } from '../topics/public-topic.queries.js'
import type { Topic } from '../topics/topic.entity.js'
import type { Schedule } from '../schedules/schedule.entity.js'
import { presentParagraphs } from './text.presenter.js'
import { findWaitingTime } from './waiting-time.queries.js'

interface StartView { opening: string[][], topics: Topic[], hours: HoursView | null, wait: string | null, mailAddress: string, hasAnswers: boolean }

declare module '../plugins/page.js' {
  interface Pages {
    'portal/start': StartView
    'portal/words': { paragraphs: string[] }
  }
}

interface Known { at: number, found: Promise<{ topics: Topic[], schedule: Schedule | null, wait: { half: number, most: number } | null }> }

/** The first page of the portal and its standing pages. Mounted at /. */
const startRoutes: FastifyPluginAsync = async app => {
  let known: Known | null = null

  app.get('/', async (request, reply) => {
    const { ctx, t, format, locale } = request
    const { topics, schedule, wait } = await lately()
    const { openingText, mailAddress } = await app.organisation()
    return reply.page('portal/start', {
      title: t('portal.start.title'),
      opening: presentParagraphs(openingText),
      topics,
      hours: schedule === null ? null : presentHours(schedule.openingHours, ctx.clock.now(), t, format, locale),
      wait: wait === null ? null : t('portal.start.wait_text', { half: format.duration(wait.half), most: format.duration(wait.most) }),
      mailAddress,
      hasAnswers: await hasPublicArticles(ctx.db.read, locale)
    })
  })

  app.get('/accessibility', async (request, reply) => showWords(request, reply, 'accessibility'))
  app.get('/privacy', async (request, reply) => showWords(request, reply, 'privacy'))

  /** Topics and waiting times change seldom, and this is the page that everybody opens: asked once in a few seconds. */
  async function lately (): Known['found'] {
    const at = performance.now()
    if (known === null || at - known.at > minute / 20) {
      const { db: { read }, clock } = app.platform
      const found = Promise.all([listPublicTopics(read), findDefaultSchedule(read), findWaitingTime(read, clock.now())]).then(([topics, schedule, wait]) => ({ topics, schedule, wait }))
      found.catch(() => { known = null })
      known = { at, found }
    }
    return known.found
  }

  async function showWords ({ t }: FastifyRequest, reply: FastifyReply, page: 'accessibility' | 'privacy'): Promise<FastifyReply> {
    const { mailAddress } = await app.organisation()
    const paragraphs = (['1', '2', '3'] as const).map(place => t(`portal.${page}.${place}`, { email: mailAddress }))
    return reply.page('portal/words', { title: t(`portal.${page}.title`), paragraphs })
  }
}

export default startRoutes
