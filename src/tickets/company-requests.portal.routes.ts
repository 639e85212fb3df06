import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { findCompany } from '../companies/company.queries.js'
import { NotFound } from '../platform/errors.js'
import { requesterOf } from '../plugins/portal-reading.js'
import { joinTicket } from './commands/join-ticket.js'
import { companyFilters, listCompanyRequests, type CompanyFilter } from './company-requests.queries.js'
import { requestsAPage } from './own-requests.queries.js'
import { presentRequestLine, type RequestLine } from './public-status.presenter.js'
import { findSharedTicketByNumber } from './ticket.queries.js'

declare module '../plugins/page.js' {
  interface Pages {
    'portal/company-requests': {
      company: string, words: string, filter: CompanyFilter, filters: Array<{ value: CompanyFilter, label: string }>
      requests: Array<RequestLine & { requester: string }>, emptyText: string, olderPath: string | null
    }
  }
}

const listSchema = {
  querystring: Type.Object({
    q: Type.String({ default: '', maxLength: 200 }),
    show: Type.Enum([...companyFilters], { default: 'open' }),
    before: Type.Optional(Type.String({ pattern: '^\\d{1,15}\\.\\d{1,10}$' }))
  })
}
const params = Type.Object({ number: Type.String({ maxLength: 40 }) })

/** What colleagues asked, where their company lets its members see it. Mounted at /. */
const companyRequestsRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/requests/company', { schema: listSchema }, async (request, reply) => {
    const { ctx, t, format, query: { q, show, before } } = request
    if (request.requester === null) return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
    const { readsCompanyId } = requesterOf(request)
    if (readsCompanyId === undefined) throw new NotFound()
    const { company } = await findCompany(ctx.db.read, readsCompanyId)
    const [at, id] = before?.split('.').map(Number) ?? []
    const found = await listCompanyRequests(ctx.db.read, readsCompanyId, { filter: show, words: q.trim(), before: at === undefined || id === undefined ? null : { at, id } })
    const rows = found.slice(0, requestsAPage)
    const last = rows.at(-1)

    return reply.page('portal/company-requests', {
      title: t('portal.company.title', { company: company.name }),
      company: company.name,
      words: q,
      filter: show,
      filters: companyFilters.map(value => ({ value, label: t(`portal.requests.${value}`) })),
      requests: rows.map(row => ({ ...presentRequestLine(row, t, format), requester: row.requesterName })),
      emptyText: t(q === '' ? 'portal.company.none' : 'portal.requests.none'),
      olderPath: found.length > requestsAPage && last !== undefined ? `/requests/company?${new URLSearchParams({ q, show, before: `${last.activeAt}.${last.id}` }).toString()}` : null
    })
  })

  app.post('/requests/:number/joinings', { schema: { params } }, async (request, reply) => {
    if (request.requester === null) return reply.redirect('/sign-in', 303)
    const { ctx, params: { number } } = request
    const ticket = await findSharedTicketByNumber(ctx.db.read, requesterOf(request), number)
    await joinTicket(ctx, { ticketId: ticket.id })
    return reply.flash({ kind: 'good', key: 'portal.company.joined' }).redirect(`/requests/${encodeURIComponent(ticket.number)}`, 303)
  })
}

export default companyRequestsRoutes
