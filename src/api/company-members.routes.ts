import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { addMember, removeMember } from '../companies/commands/place-person.js'
import { listMemberRecords } from '../companies/company-records.queries.js'
import { findCompany } from '../companies/company.queries.js'
import { agentOf } from '../plugins/desk-reading.js'
import { Forbidden } from '../platform/errors.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { Fields, Id, idParams, pageOf, paging, repeatable } from './schemas.js'

const Member = Type.Object({ id: Id, name: Type.String(), email: Type.String(), byHand: Type.Boolean(), isProven: Type.Boolean() }, { title: 'Member' })

const schemas = {
  list: { params: idParams, querystring: Fields(paging), response: { 200: pageOf(Member) } },
  add: { params: idParams, headers: repeatable, body: Fields({ email: Type.String({ minLength: 3, maxLength: 190, examples: ['maria@example.org'] }) }), response: { 200: Member } },
  remove: { params: Fields({ id: Id, personId: Id }), headers: repeatable, response: { 200: Type.Object({ id: Id, companyId: Type.Null() }) } }
}

/** Who belongs to a company, for agents who look after people in the panel. */
const memberRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/companies/:id/members', { schema: schemas.list, config: { scope: 'people.write', operation: 'members_list' } }, async (request, reply) => {
    refuseOthers(request)
    const { ctx: { db: { read } }, params: { id }, query: { limit = 50, cursor } } = request
    await findCompany(read, id)
    const found = await listMemberRecords(read, id, { before: readCursor(cursor)?.id ?? null, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return pageAnswer(request, reply, page, found.length > limit && last !== undefined ? { at: 0, id: last.id } : null)
  })

  app.post('/companies/:id/members', { schema: schemas.add, config: { scope: 'people.write', operation: 'members_add' } }, async request => {
    refuseOthers(request)
    const { person } = await addMember(request.ctx, { companyId: request.params.id, email: request.body.email })
    return { id: person.id, name: person.name, email: person.email, byHand: true, isProven: person.verifiedAt !== null }
  })

  app.delete('/companies/:id/members/:personId', { schema: schemas.remove, config: { scope: 'people.write', operation: 'members_remove' } }, async request => {
    refuseOthers(request)
    await findCompany(request.ctx.db.read, request.params.id)
    const { id } = await removeMember(request.ctx, { companyId: request.params.id, personId: request.params.personId })
    return { id, companyId: null }
  })
}

export default memberRoutes

function refuseOthers (request: FastifyRequest): void {
  if (!agentOf(request).adminRights.has('people')) throw new Forbidden()
}
