import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { removeMissedSearch } from './commands/remove-missed-search.js'
import { listMissedSearches, type MissedCursor } from './missed-search.queries.js'
import { requireManager } from './require-manager.routes.js'

declare module '../plugins/page.js' {
  interface Pages {
    'knowledge/missed': { searches: Array<{ term: string, about: string, searchPath: string, writePath: string, removePath: string }>, after: string, firstPath: string | null, nextPath: string | null }
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const after = Type.String({ default: '', maxLength: 30 })

const place = '/desk/missed-searches'
const aPage = 50

/** What people looked for and did not find: what to write next. Mounted at /desk. */
const missedDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireManager)

  app.get('/missed-searches', { schema: { querystring: Type.Object({ after }) } }, async (request, reply) => {
    const { t, format, ctx: { db }, query } = request
    const begin = readCursor(query.after)
    const { searches, next } = await listMissedSearches(db.read, { after: begin, limit: aPage })
    if (begin !== null && searches.length === 0) return reply.redirect(place, 303)
    return reply.page('knowledge/missed', {
      title: t('knowledge.missed'),
      searches: searches.map(({ id, term, times, byAgents, lastOn }) => ({
        term,
        about: [
          t('knowledge.missed.times', { count: times, shown: format.number(times) }),
          ...byAgents === 0 ? [] : [byAgents === times ? t('knowledge.missed.only_agents') : t('knowledge.missed.by_agents', { shown: format.number(byAgents) })],
          t('knowledge.missed.last', { date: format.calendarDay(lastOn) })
        ].join(', '),
        searchPath: `/desk/articles?${new URLSearchParams({ q: term, again: '1' }).toString()}`,
        writePath: `/desk/articles/new?${new URLSearchParams({ title: term }).toString()}`,
        removePath: `${place}/${id}/removal`
      })),
      after: begin === null ? '' : query.after,
      firstPath: begin === null ? null : place,
      nextPath: next === null ? null : pathAt(next)
    })
  })

  app.post('/missed-searches/:id/removal', { schema: { params, body: Type.Object({ after }) } }, async (request, reply) => {
    await removeMissedSearch(request.ctx, request.params.id)
    return reply.flash({ kind: 'good', key: 'knowledge.missed.removed' }).redirect(pathAt(readCursor(request.body.after)), 303)
  })
}

export default missedDeskRoutes

/** The list, or the page of it that begins behind a cursor. */
const pathAt = (begin: MissedCursor | null): string => begin === null ? place : `${place}?after=${begin.at}.${begin.id}`

/** Null for what is none, which begins the list anew. */
function readCursor (typed: string): MissedCursor | null {
  const [, at, id] = /^(\d{1,10})\.(\d{1,10})$/.exec(typed) ?? []
  return at === undefined || id === undefined ? null : { at: Number(at), id: Number(id) }
}
