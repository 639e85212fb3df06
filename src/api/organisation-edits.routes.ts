import { Type, type FastifyPluginAsyncTypebox, type TProperties } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import type { AdminRight } from '../platform/actor.js'
import type { Context } from '../platform/context.js'
import type { Reader } from '../platform/database/database.js'
import { Forbidden, Stale } from '../platform/errors.js'
import { Problem } from '../plugins/problems.js'
import { agentEdits, departmentEdits, slaPolicyEdits, teamEdits, topicEdits } from './organisation-forms.routes.js'
import { conditionalChange, Fields, Id, idParams, repeatable } from './schemas.js'

/** How one kind of thing is edited: with the right and the command of its page in the panel. */
export interface Edits<Form extends object> {
  path: string
  title: string
  right: AdminRight
  properties: Record<keyof Form, TProperties[string]>
  /** What a new one has where nothing is said. Fields that are missing here must be said. */
  blank: Partial<Form>
  find: (reader: Reader, id: number) => Promise<Form & { version: number }>
  /** Adds one (`id` null) or changes it, and returns its id. @throws InvalidFields, Stale, NotFound */
  save: (ctx: Context, id: number | null, form: Form, version: number) => Promise<number>
}

/** What admins set up in the panel, for programs that act for them. */
const organisationEditRoutes: FastifyPluginAsyncTypebox = async app => {
  mountEdits(departmentEdits)
  mountEdits(teamEdits)
  mountEdits(agentEdits)
  mountEdits(topicEdits)
  mountEdits(slaPolicyEdits)

  function mountEdits<Form extends object> ({ path, title, right, properties, blank, find, save }: Edits<Form>): void {
    const name = path.replaceAll('-', '_')
    const given = properties as TProperties
    const settings = Type.Object({ id: Id, ...given, version: Type.Integer() }, { title })
    const optional = (isRequired: (field: string) => boolean): TProperties => Object.fromEntries(Object.entries(given).map(([field, schema]) => [field, isRequired(field) ? schema : Type.Optional(schema)]))
    const newOne = Fields(optional(field => !Object.hasOwn(blank, field)))
    const change = Fields(optional(() => false), { minProperties: 1 })

    const answer = async (request: FastifyRequest, reply: FastifyReply, id: number): Promise<{ id: number, version: number }> => {
      const found = await find(request.ctx.db.read, id)
      reply.header('etag', `"${found.version}"`)
      return { id, ...Object.fromEntries(Object.keys(properties).map(field => [field, found[field as keyof Form]])), version: found.version }
    }

    app.get(`/${path}/:id/settings`, { schema: { params: idParams, response: { 200: settings } }, config: { scope: 'organisation.write', operation: `${name}_settings` } }, async (request, reply) => {
      requireRight(request, right)
      return answer(request, reply, request.params.id)
    })

    app.post(`/${path}`, { schema: { headers: repeatable, body: newOne, response: { 201: settings } }, config: { scope: 'organisation.write', operation: `${name}_create` } }, async (request, reply) => {
      requireRight(request, right)
      const id = await save(request.ctx, null, { ...blank, ...request.body as Partial<Form> } as Form, 0)
      return reply.code(201).header('location', `/api/v1/${path}/${id}/settings`).send(await answer(request, reply, id))
    })

    app.patch(`/${path}/:id/settings`, { schema: { params: idParams, headers: conditionalChange, body: change, response: { 200: settings } }, config: { scope: 'organisation.write', operation: `${name}_change` } }, async (request, reply) => {
      requireRight(request, right)
      const { ctx, params: { id }, body } = request
      const found = await find(ctx.db.read, id)
      const version = askedVersion(request) ?? found.version
      if (version !== found.version) throw new Problem('stale')
      const kept = Object.fromEntries(Object.keys(properties).map(field => [field, found[field as keyof Form]]))
      await asProblem(async () => save(ctx, id, { ...kept, ...body as Partial<Form> } as Form, version))
      return answer(request, reply, id)
    })
  }
}

export default organisationEditRoutes

function requireRight (request: FastifyRequest, right: AdminRight): void {
  if (!agentOf(request).adminRights.has(right)) throw new Forbidden()
}

/** The version in `If-Match`, which has to be there: a form always knows what it was drawn from. Null for “whatever it is”, `*`. */
function askedVersion ({ headers }: FastifyRequest): number | null {
  const asked = headers['if-match']?.trim()
  if (asked === undefined) throw new Problem('precondition-required')
  const version = /^"(\d{1,9})"$/.exec(asked)?.[1]
  if (asked !== '*' && version === undefined) throw new Problem('bad-precondition')
  return version === undefined ? null : Number(version)
}

/** Somebody was quicker between our look and the change. */
async function asProblem (work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw error instanceof Stale ? new Problem('stale') : error
  }
}
