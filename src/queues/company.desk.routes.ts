import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { findAccountManager, findCompany } from '../companies/company.queries.js'
import { agentOf, readingOf } from '../plugins/desk-reading.js'
import { companyShows, companyTicketsAPage, listCompanyTickets, type CompanyShow } from './company-tickets.queries.js'
import { presentRow, type QueueRowView } from './queue.presenter.js'
import { listRowsById } from './queue.queries.js'

declare module '../plugins/page.js' {
  interface Pages {
    'queues/company': {
      note: string, facts: string[], show: CompanyShow, shows: Array<{ label: string, path: string, current: boolean }>
      rows: QueueRowView[], nextPath: string | null, editPath: string | null
    }
  }
}

const schema = {
  params: Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) }),
  querystring: Type.Object({ show: Type.Enum([...companyShows], { default: 'open' }), before: Type.Optional(Type.String({ pattern: '^\\d{1,15}\\.\\d{1,10}$' })) })
}

/** What a company asked, as far as the agent may see it. Mounted at /desk. */
const companyDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/companies/:id', { schema }, async (request, reply) => {
    const { t, ctx: { db: { read } }, params: { id }, query: { show, before } } = request
    const actor = agentOf(request)
    const { company, domains } = await findCompany(read, id)
    const manager = await findAccountManager(read, id)
    const [at, lastId] = before?.split('.').map(Number) ?? []
    const found = await listCompanyTickets(read, actor, id, { show, before: at === undefined || lastId === undefined ? null : { at, id: lastId } })
    const shown = found.slice(0, companyTicketsAPage)
    const last = shown.at(-1)
    const reading = readingOf(request)
    const path = (query: Record<string, string>) => `/desk/companies/${id}?${new URLSearchParams(query).toString()}`

    return reply.page('queues/company', {
      title: company.name,
      note: company.note,
      facts: [
        ...company.isActive ? [] : [t('departments.archived')],
        ...manager === null ? [] : [t('companies.desk.manager', { name: manager.name })],
        ...domains.length === 0 ? [] : [domains.join(', ')]
      ],
      show,
      shows: companyShows.map(each => ({ label: t(`companies.desk.${each}`), path: path({ show: each }), current: each === show })),
      rows: (await listRowsById(read, actor, shown.map(ticket => ticket.id))).map(row => presentRow(row, reading)),
      nextPath: found.length > companyTicketsAPage && last !== undefined ? path({ show, before: `${last.activeAt}.${last.id}` }) : null,
      editPath: actor.adminRights.has('people') ? `/admin/companies/${id}` : null
    })
  })
}

export default companyDeskRoutes
