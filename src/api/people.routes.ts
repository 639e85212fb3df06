import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Person as PersonRow } from '../accounts/person.entity.js'
import { findPerson } from '../accounts/person.queries.js'
import { editPerson } from '../companies/commands/edit-person.js'
import { voidLinks } from '../companies/commands/void-links.js'
import { agentOf } from '../plugins/desk-reading.js'
import { locales } from '../words/catalogue.js'
import { pageAnswer } from './answers.routes.js'
import { asProblem, requireRight, versionOf } from './edits.routes.js'
import { readCursor } from './paging.js'
import { findKnownPerson, listPeople } from './records.queries.js'
import { conditional, conditionalChange, Fields, Id, idParams, pageOf, paging, Person } from './schemas.js'

const optional = Type.Optional
const change = Fields({
  name: optional(Type.String({ minLength: 1, maxLength: 190, examples: ['Maria Keller'] })), phone: optional(Type.Union([Type.String({ maxLength: 60 }), Type.Null()])),
  locale: optional(Type.Union([Type.Enum([...locales]), Type.Null()])), companyId: optional(Type.Union([Id, Type.Null()]))
}, { minProperties: 1 })

const schemas = {
  list: { querystring: Fields({ ...paging, email: optional(Type.String({ maxLength: 190, examples: ['maria@example.org'] })) }), response: { 200: pageOf(Person) } },
  show: { params: idParams, response: { 200: Person } },
  change: { params: idParams, headers: conditionalChange, body: change, response: { 200: Person } },
  voidLinks: { params: idParams, headers: conditional, response: { 200: Person } }
}

/** Who asks: the people of tickets that the agent may see. Who may look after people changes them; their address stays. */
const peopleRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/people', { schema: schemas.list, config: { scope: 'people.read', operation: 'people_list' } }, async (request, reply) => {
    const { limit = 50, cursor, email = null } = request.query
    const people = await listPeople(request.ctx.db.read, agentOf(request), { email, before: readCursor(cursor)?.id ?? null, limit: limit + 1 })
    const page = people.slice(0, limit)
    const last = page.at(-1)
    return pageAnswer(request, reply, page.map(present), people.length > limit && last !== undefined ? { at: 0, id: last.id } : null)
  })

  app.get('/people/:id', { schema: schemas.show, config: { scope: 'people.read', operation: 'people_read' } }, async (request, reply) =>
    personAnswer(reply, await findKnownPerson(request.ctx.db.read, agentOf(request), request.params.id)))

  app.patch('/people/:id', { schema: schemas.change, config: { scope: 'people.write', operation: 'people_change' } }, async (request, reply) => {
    requireRight(request, 'people')
    const { ctx, params: { id }, body: { phone, ...changes } } = request
    const { name, locale, companyId, phone: known, version: present } = await findPerson(ctx.db.read, id)
    const version = versionOf(request, present)
    const edit = { name, locale, companyId, ...changes, phone: (phone === undefined ? known : phone) ?? '' }
    return personAnswer(reply, await asProblem(async () => editPerson(ctx, { ...edit, id, version })))
  })

  app.post('/people/:id/link-voidings', { schema: schemas.voidLinks, config: { scope: 'people.write', operation: 'people_void_links' } }, async (request, reply) => {
    requireRight(request, 'people')
    const { ctx, headers, params: { id } } = request
    const { version } = await findPerson(ctx.db.read, id)
    await asProblem(async () => voidLinks(ctx, { id, version: headers['if-match'] === undefined ? version : versionOf(request, version) }))
    return personAnswer(reply, await findPerson(ctx.db.read, id))
  })
}

export default peopleRoutes

function personAnswer (reply: FastifyReply, person: PersonRow) {
  reply.header('etag', `"${person.version}"`)
  return present(person)
}

const present = ({ id, name, email, phone, locale, companyId, createdAt, version }: PersonRow) => ({ id, name, email, phone, locale, companyId, createdAt: createdAt.toISOString(), version })
