import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { findCompany } from '../companies/company.queries.js'
import { listOwnRequests, requestFilters, requestsAPage, type RequestFilter } from './own-requests.queries.js'
import { presentRequestLine, type RequestLine } from './public-status.presenter.js'
import { requesterOf } from '../plugins/portal-reading.js'

declare module '../plugins/page.js' {
  interface Pages {
    'portal/requests': {
      email: string, onlyOne: boolean, words: string, filter: RequestFilter, filters: Array<{ value: RequestFilter, label: string }>
      requests: RequestLine[], emptyText: string, olderPath: string | null
      /** Whose requests the person may read too. */
      company: string | null
    }
  }
}

const listSchema = {
  querystring: Type.Object({
    q: Type.String({ default: '', maxLength: 200 }),
    show: Type.Enum([...requestFilters], { default: 'open' }),
    before: Type.Optional(Type.String({ pattern: '^\\d{1,15}\\.\\d{1,10}$' }))
  })
}

/** The requests of the person who is here. Mounted at /. */
const requestsRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/requests', { schema: listSchema }, async (request, reply) => {
    const { ctx, t, format, query: { q, show, before } } = request
    if (request.requester === null) return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
    const person = requesterOf(request)
    const [at, id] = before?.split('.').map(Number) ?? []
    const found = await listOwnRequests(ctx.db.read, person, { filter: show, words: q.trim(), before: at === undefined || id === undefined ? null : { at, id } })
    const rows = found.slice(0, requestsAPage)
    const last = rows.at(-1)

    return reply.page('portal/requests', {
      title: t('portal.requests.title'),
      email: person.email,
      onlyOne: person.onlyTicketId !== null,
      words: q,
      filter: show,
      filters: requestFilters.map(value => ({ value, label: t(`portal.requests.${value}`) })),
      requests: rows.map(row => presentRequestLine(row, t, format)),
      company: person.readsCompanyId === undefined ? null : (await findCompany(ctx.db.read, person.readsCompanyId)).company.name,
      emptyText: t(q === '' && show !== 'closed' ? 'portal.requests.none_yet' : 'portal.requests.none'),
      olderPath: found.length > requestsAPage && last !== undefined ? `/requests?${new URLSearchParams({ q, show, before: `${last.activeAt}.${last.id}` }).toString()}` : null
    })
  })
}

export default requestsRoutes
