import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findPerson } from '../accounts/person.queries.js'
import type { Reader } from '../platform/database/database.js'
import { typedNumber, typedText, type AdminField } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { editPerson } from './commands/edit-person.js'
import { voidLinks } from './commands/void-links.js'
import type { Company } from './company.entity.js'
import { listPath } from './company.presenter.js'
import { findCompanyByName } from './company-by-name.queries.js'
import { findCompany } from './company.queries.js'
import { readNameCursor } from './name-order.js'
import { listPeople, listPersonTickets } from './people-list.queries.js'
import { presentPeople, presentPersonFields, type TypedPerson } from './people.presenter.js'

interface TicketLink { number: string, subject: string, path: string, state: string }

declare module '../plugins/page.js' {
  interface Pages {
    'companies/person': {
      path: string, version: number, email: string, proven: string, fields: AdminField[], problems: Problems
      tickets: TicketLink[], allTicketsPath: string | null
    }
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 50 })]))
const listSchema = { querystring: Type.Object({ q: Type.String({ default: '', maxLength: 200 }), after: Type.String({ default: '', maxLength: 300 }) }) }
const ticketsShown = 20

/** The people who ask, mounted at /admin. */
const peopleAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('people'))

  app.get('/people', { schema: listSchema }, async ({ t, ctx, query: { q, after } }, reply) => {
    const words = q.trim()
    const { people, next } = await listPeople(ctx.db.read, { words, after: readNameCursor(after) })
    return reply.page('admin/list', {
      title: t('companies.people.title'),
      lead: t('companies.people.lead'),
      add: null,
      search: { action: '/admin/people', label: t('companies.people.search'), value: q },
      columns: [t('companies.people.name'), t('companies.people.email'), t('companies.people.company')],
      rows: presentPeople(people, t),
      emptyText: words === '' ? t('companies.people.none') : t('companies.people.none_found', { words }),
      firstPath: after === '' ? null : listPath('/admin/people', { q: words }),
      nextPath: next === null ? null : listPath('/admin/people', { q: words }, next)
    })
  })

  app.get('/people/:id', { schema: { params } }, async (request, reply) => show(request, reply, request.params.id))

  app.post('/people/:id', { schema: { params, body } }, async (request, reply) => {
    const { params: { id }, body: typed } = request
    const edit: TypedPerson = { name: typedText(typed, 'name'), phone: typedText(typed, 'phone'), locale: typedText(typed, 'locale') || null, companyName: typedText(typed, 'companyName') }
    const version = typedNumber(typed, 'version') || 0
    return actOrShowAgain(reply, async () => {
      const { name } = await editPerson(request.ctx, { ...edit, companyId: await findTypedCompany(request, id, edit.companyName), id, version })
      return reply.flash({ kind: 'good', key: 'companies.people.saved', values: { name } }).redirect('/admin/people', 303)
    }, async problems => show(request, reply, id, { edit, version, problems }))
  })

  app.post('/people/:id/link-voidings', { schema: { params, body } }, async (request, reply) => {
    const { params: { id }, body: typed } = request
    return actOrShowAgain(reply, async () => {
      await voidLinks(request.ctx, { id, version: typedNumber(typed, 'version') || 0 })
      return reply.flash({ kind: 'good', key: 'companies.people.links_void' }).redirect(`/admin/people/${id}`, 303)
    }, async problems => show(request, reply, id, { problems }))
  })
}

export default peopleAdminRoutes

/** A company out of use stays as long as its name does. @throws InvalidFields */
async function findTypedCompany ({ ctx: { db: { read } } }: FastifyRequest, personId: number, typed: string): Promise<number | null> {
  const present = await findPresentCompany(read, (await findPerson(read, personId)).companyId)
  if (present !== null && present.name === typed.trim()) return present.id
  return (await findCompanyByName(read, typed, 'companyName'))?.id ?? null
}

async function findPresentCompany (read: Reader, id: number | null): Promise<Company | null> {
  return id === null ? null : (await findCompany(read, id)).company
}

interface Again { edit?: TypedPerson, version?: number, problems?: Problems }

async function show ({ t, format, ctx: { db: { read } } }: FastifyRequest, reply: FastifyReply, id: number, { edit, version, problems = noProblems }: Again = {}): Promise<FastifyReply> {
  const person = await findPerson(read, id)
  const [present, tickets] = await Promise.all([findPresentCompany(read, person.companyId), listPersonTickets(read, id)])
  return reply.page('companies/person', {
    title: person.name,
    path: `/admin/people/${id}`,
    version: version ?? person.version,
    email: person.email,
    proven: person.verifiedAt === null ? t('companies.people.unproven') : t('companies.people.proven', { when: format.date(person.verifiedAt) }),
    fields: presentPersonFields(edit ?? { ...person, phone: person.phone ?? '', companyName: present?.name ?? '' }, present, problems, t),
    problems,
    tickets: tickets.slice(0, ticketsShown).map(({ id, number, subject, state }) => ({ number, subject, path: `/desk/tickets/${id}`, state: t(`tickets.state.${state as 'new'}`) })),
    allTicketsPath: tickets.length > ticketsShown ? `/desk/search?q=${encodeURIComponent(person.email)}` : null
  })
}
