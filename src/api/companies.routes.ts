import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { archiveCompany, restoreCompany } from '../companies/commands/archive-company.js'
import { saveCompany } from '../companies/commands/save-company.js'
import { listCompanyRecords } from '../companies/company-records.queries.js'
import { findCompany } from '../companies/company.queries.js'
import { agentOf } from '../plugins/desk-reading.js'
import { Problem } from '../plugins/problems.js'
import { joinTransaction } from '../platform/context.js'
import { Forbidden, Refusal } from '../platform/errors.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { conditionalChange, Fields, Id, idParams, IdOrNull, Moment, pageOf, paging, repeatable } from './schemas.js'
import { versionIn } from '../platform/http/entity-tags.js'

const Company = Type.Object({
  id: Id, name: Type.String({ examples: ['Kestrel Publishing'] }), domains: Type.Array(Type.String({ examples: ['kestrel.example'] })), note: Type.String(), accountManagerId: IdOrNull,
  colleaguesSee: Type.Boolean(), isActive: Type.Boolean(), createdAt: Moment, version: Type.Integer()
}, { title: 'Company' })

const name = Type.String({ minLength: 1, maxLength: 190, examples: ['Kestrel Publishing'] })
const values = {
  domains: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 190, examples: ['kestrel.example'] }), { maxItems: 100 })),
  note: Type.Optional(Type.String({ maxLength: 4000 })),
  accountManagerId: Type.Optional(Type.Union([Id, Type.Null()])),
  colleaguesSee: Type.Optional(Type.Boolean())
}
const schemas = {
  list: { querystring: Fields({ ...paging, name: Type.Optional(Type.String({ maxLength: 190 })), domain: Type.Optional(Type.String({ maxLength: 190, examples: ['kestrel.example'] })) }), response: { 200: pageOf(Company) } },
  show: { params: idParams, response: { 200: Company } },
  create: { headers: repeatable, body: Fields({ name, ...values }), response: { 201: Company } },
  change: { params: idParams, headers: conditionalChange, body: Fields({ name: Type.Optional(name), ...values, isActive: Type.Optional(Type.Boolean()) }, { minProperties: 1 }), response: { 200: Company } }
}

/** The firms, faculties and offices that people belong to. Every agent reads them; who may look after people changes them. */
const companyRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/companies', { schema: schemas.list, config: { scope: 'people.read', operation: 'companies_list' } }, async (request, reply) => {
    const { limit = 50, cursor, name = null, domain = null } = request.query
    const found = await listCompanyRecords(request.ctx.db.read, { name, domain, before: readCursor(cursor)?.id ?? null, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return pageAnswer(request, reply, page.map(present), found.length > limit && last !== undefined ? { at: 0, id: last.company.id } : null)
  })

  app.get('/companies/:id', { schema: schemas.show, config: { scope: 'people.read', operation: 'companies_read' } }, async (request, reply) => companyAnswer(request, reply, request.params.id))

  app.post('/companies', { schema: schemas.create, config: { scope: 'people.write', operation: 'companies_create' } }, async (request, reply) => {
    refuseOthers(request)
    const { id } = await saveCompany(request.ctx, null, { domains: [], note: '', accountManagerId: null, colleaguesSee: false, ...request.body }, 0)
    return reply.code(201).header('location', `/api/v1/companies/${id}`).send(await companyAnswer(request, reply, id))
  })

  app.patch('/companies/:id', { schema: schemas.change, config: { scope: 'people.write', operation: 'companies_change' } }, async (request, reply) => {
    refuseOthers(request)
    const { ctx, params: { id }, body: { isActive, ...changes } } = request
    const { company, domains } = await findCompany(ctx.db.read, id)
    checkPrecondition(request, company.version)
    await ctx.db.transaction(async manager => {
      const joined = joinTransaction(ctx, manager)
      const { version } = Object.keys(changes).length === 0 ? company : await saveCompany(joined, id, { ...company, domains, ...changes }, company.version)
      if (isActive === true) await restoreCompany(joined, { id, version })
      if (isActive === false) await archiveCompany(joined, { id, version })
    })
    return companyAnswer(request, reply, id)
  })
}

export default companyRoutes

type Found = Awaited<ReturnType<typeof findCompany>>

const present = ({ company: { id, name, note, accountManagerId, colleaguesSee, isActive, createdAt, version }, domains }: Found) =>
  ({ id, name, domains, note, accountManagerId, colleaguesSee, isActive, createdAt: createdAt.toISOString(), version })

/** A company, and its version as the `ETag`. */
async function companyAnswer ({ ctx }: FastifyRequest, reply: FastifyReply, id: number) {
  const found = await findCompany(ctx.db.read, id)
  reply.header('etag', `"${found.company.version}"`)
  return present(found)
}

/** Companies are changed for agents who look after people in the panel. @throws Forbidden */
function refuseOthers (request: FastifyRequest): void {
  if (!agentOf(request).adminRights.has('people')) throw new Forbidden()
}

/** Holds a change to the version in `If-Match`, RFC 9110 section 13.1.1. @throws Problem, Refusal */
function checkPrecondition ({ headers }: FastifyRequest, version: number): void {
  const asked = headers['if-match']?.trim()
  if (asked === undefined || asked === '*') return
  const named = versionIn(asked)
  if (named === null) throw new Problem('bad-precondition')
  if (named !== version) throw new Refusal('api.problem.stale.detail', { status: 412 })
}
