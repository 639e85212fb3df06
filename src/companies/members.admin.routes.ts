import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { addMember, removeMember } from './commands/place-person.js'
import { listPath } from './company.presenter.js'
import { findCompany } from './company.queries.js'
import { readNameCursor } from './name-order.js'
import { listPeople } from './people-list.queries.js'
import { presentMembers, type MemberView } from './people.presenter.js'

declare module '../plugins/page.js' {
  interface Pages {
    'companies/members': {
      path: string, companyPath: string, companyName: string, isActive: boolean, words: string, members: MemberView[], emptyText: string
      email: string, problems: Problems, firstPath: string | null, nextPath: string | null
    }
  }
}

const id = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
const params = Type.Object({ id })
const listQuery = Type.Object({ q: Type.String({ default: '', maxLength: 200 }), after: Type.String({ default: '', maxLength: 300 }) })
const addBody = Type.Object({ email: Type.String({ default: '', maxLength: 300 }) })

/** Who belongs to a company, mounted at /admin. */
const memberAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('people'))

  app.get('/companies/:id/members', { schema: { params, querystring: listQuery } }, async (request, reply) => show(request, reply, request.params.id, request.query))

  app.post('/companies/:id/members', { schema: { params, body: addBody } }, async (request, reply) => {
    const { params: { id }, body: { email } } = request
    return actOrShowAgain(reply, async () => {
      const { company } = await findCompany(request.ctx.db.read, id)
      const { person, left } = await addMember(request.ctx, { companyId: id, email })
      const values = { name: person.name, company: company.name }
      return reply.flash(left === null ? { kind: 'good', key: 'companies.member.added', values } : { kind: 'good', key: 'companies.member.moved', values: { ...values, former: left } }).redirect(`/admin/companies/${id}/members`, 303)
    }, async problems => show(request, reply, id, { q: '', after: '' }, { email, problems }))
  })

  app.post('/companies/:id/members/:personId/removal', { schema: { params: Type.Object({ id, personId: id }) } }, async ({ ctx, params: { id, personId } }, reply) => {
    const { company } = await findCompany(ctx.db.read, id)
    const { name } = await removeMember(ctx, { companyId: id, personId })
    return reply.flash({ kind: 'good', key: 'companies.member.removed', values: { name, company: company.name } }).redirect(`/admin/companies/${id}/members`, 303)
  })
}

export default memberAdminRoutes

async function show ({ t, ctx: { db: { read } } }: FastifyRequest, reply: FastifyReply, id: number, { q, after }: { q: string, after: string }, { email = '', problems = noProblems } = {}): Promise<FastifyReply> {
  const { company } = await findCompany(read, id)
  const words = q.trim()
  const { people, next } = await listPeople(read, { companyId: id, words, after: readNameCursor(after) })
  const path = `/admin/companies/${id}/members`
  return reply.page('companies/members', {
    title: t('companies.members.title', { company: company.name }),
    path,
    companyPath: `/admin/companies/${id}`,
    companyName: company.name,
    isActive: company.isActive,
    words: q,
    members: presentMembers(people, path, t),
    emptyText: words === '' ? t('companies.members.none') : t('companies.people.none_found', { words }),
    email,
    problems,
    firstPath: after === '' ? null : listPath(path, { q: words }),
    nextPath: next === null ? null : listPath(path, { q: words }, next)
  })
}
