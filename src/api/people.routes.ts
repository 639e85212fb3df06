import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Person as PersonRow } from '../accounts/person.entity.js'
import { agentOf } from '../plugins/desk-reading.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { findKnownPerson, listPeople } from './records.queries.js'
import { Fields, idParams, pageOf, paging, Person } from './schemas.js'

const schemas = {
  list: { querystring: Fields({ ...paging, email: Type.Optional(Type.String({ maxLength: 190, examples: ['maria@example.org'] })) }), response: { 200: pageOf(Person) } },
  show: { params: idParams, response: { 200: Person } }
}

/** Who asks: the people of tickets that the agent may see. */
const peopleRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/people', { schema: schemas.list, config: { scope: 'people.read', operation: 'people_list' } }, async (request, reply) => {
    const { limit = 50, cursor, email = null } = request.query
    const people = await listPeople(request.ctx.db.read, agentOf(request), { email, before: readCursor(cursor)?.id ?? null, limit: limit + 1 })
    const page = people.slice(0, limit)
    const last = page.at(-1)
    return pageAnswer(request, reply, page.map(present), people.length > limit && last !== undefined ? { at: 0, id: last.id } : null)
  })

  app.get('/people/:id', { schema: schemas.show, config: { scope: 'people.read', operation: 'people_read' } }, async request =>
    present(await findKnownPerson(request.ctx.db.read, agentOf(request), request.params.id)))
}

export default peopleRoutes

const present = ({ id, name, email, phone, locale, companyId, createdAt }: PersonRow) => ({ id, name, email, phone, locale, companyId, createdAt: createdAt.toISOString() })
