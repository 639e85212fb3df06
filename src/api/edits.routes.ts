import { Type, type FastifyPluginAsyncTypebox, type TProperties } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import { Problem } from '../plugins/problems.js'
import type { AdminRight } from '../platform/actor.js'
import { joinTransaction, type Context } from '../platform/context.js'
import type { Reader } from '../platform/database/database.js'
import type { Direction } from '../platform/database/move-row.js'
import { Forbidden, InvalidFields, Stale } from '../platform/errors.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { conditionalChange, Fields, Id, idParams, pageOf, paging, repeatable } from './schemas.js'
import { listSetUpIds, type SetUp } from './set-up.queries.js'
import { versionIn } from '../platform/http/entity-tags.js'

interface Seen { id: number, version: number }

/** How one kind of thing is edited: with the right and the commands of its pages in the panel. */
export interface Edits<Form extends object, Asked extends object = object> {
  path: SetUp
  title: string
  right: AdminRight
  properties: Record<keyof Form, TProperties[string]>
  /** What a new one has where nothing is said. Fields that are missing here must be said. */
  blank: Partial<Form>
  /** What is told of it and not set here, such as its place in an order. */
  told?: TProperties
  /** What a change is asked beside what the thing has: how it is to be done. It is not kept and not told. */
  asked?: Record<keyof Asked, TProperties[string]>
  find: (reader: Reader, id: number) => Promise<Form & { version: number }>
  /** Adds one (`id` null) or changes it, and returns its id. @throws InvalidFields, Stale, NotFound */
  save: (ctx: Context, id: number | null, form: Form & Partial<Asked>, version: number) => Promise<number>
  /** Takes it out of use or into use again, where a form of the panel does not. @throws Refusal, Stale, NotFound */
  switch?: (ctx: Context, seen: Seen, isActive: boolean) => Promise<void>
  /** @throws Refusal, Stale, NotFound */
  remove?: (ctx: Context, seen: Seen) => Promise<void>
  /** Puts it one place up or down among its like. @throws NotFound */
  shift?: (ctx: Context, to: { id: number, direction: Direction }) => Promise<void>
  /** What says that it is in use; `isActive` unless told otherwise. */
  inUse?: string
  /** Called when a change is there to stay. */
  after?: (ctx: Context) => void
  /** Where a field of the command's form stands in the body. */
  pointer?: (field: string, form: Form) => string
}

/** Mounts the addresses of one kind of thing: its settings one by one and as a list, and what else its pages can do with it. */
export function mountEdits<Form extends object, Asked extends object = object> (app: Parameters<FastifyPluginAsyncTypebox>[0], edits: Edits<Form, Asked>): void {
  const { path, title, right, properties, blank, told = {}, inUse = 'isActive', find, save, remove, shift } = edits
  const operation = (verb: string) => ({ scope: 'organisation.write', operation: `${path.replaceAll('-', '_')}_${verb}` })
  const given: TProperties = { ...properties, ...(edits.switch !== undefined && { [inUse]: Type.Boolean() }) }
  const settings = Type.Object({ id: Id, ...given, ...told, version: Type.Integer() }, { title })
  const optional = (isRequired: (field: string) => boolean): TProperties => Object.fromEntries(Object.entries(given).map(([field, schema]) => [field, isRequired(field) ? schema : Type.Optional(schema)]))
  const newOne = Fields(optional(field => !Object.hasOwn(blank, field) && field !== inUse))
  const change = Fields({ ...optional(() => false), ...askedOf(edits.asked) }, { minProperties: 1 })
  const shown = Object.keys({ ...given, ...told })

  const present = (id: number, found: Form & { version: number }) => ({ id, ...Object.fromEntries(shown.map(field => [field, found[field as keyof Form]])), version: found.version })
  const answer = async ({ ctx }: FastifyRequest, reply: FastifyReply, id: number): Promise<Seen> => {
    const found = await find(ctx.db.read, id)
    reply.header('etag', `"${found.version}"`)
    return present(id, found)
  }

  app.get(`/${path}/settings`, { schema: { querystring: Fields(paging), response: { 200: pageOf(settings) } }, config: operation('all') }, async (request, reply) => {
    requireRight(request, right)
    const { ctx: { db: { read } }, query: { limit = 50, cursor } } = request
    const ids = await listSetUpIds(read, path, { after: readCursor(cursor)?.id ?? 0, limit: limit + 1 })
    const items: Seen[] = []
    for (const id of ids.slice(0, limit)) items.push(present(id, await find(read, id)))
    return pageAnswer(request, reply, items, ids.length > limit ? { at: 0, id: ids[limit - 1]! } : null)
  })

  app.get(`/${path}/:id/settings`, { schema: { params: idParams, response: { 200: settings } }, config: operation('settings') }, async (request, reply) => {
    requireRight(request, right)
    return answer(request, reply, request.params.id)
  })

  app.post(`/${path}`, { schema: { headers: repeatable, body: newOne, response: { 201: settings } }, config: operation('create') }, async (request, reply) => {
    requireRight(request, right)
    const { values, isActive } = partsOf(request.body)
    const id = await saveAll(request.ctx, null, { ...blank, ...values } as Form, 0, isActive === false ? isActive : null)
    return reply.code(201).header('location', `/api/v1/${path}/${id}/settings`).send(await answer(request, reply, id))
  })

  app.patch(`/${path}/:id/settings`, { schema: { params: idParams, headers: conditionalChange, body: change, response: { 200: settings } }, config: operation('change') }, async (request, reply) => {
    requireRight(request, right)
    const { ctx, params: { id }, body } = request
    const found = await find(ctx.db.read, id)
    const version = versionOf(request, found.version)
    const { values, isActive } = partsOf(body)
    const kept = Object.fromEntries(Object.keys(properties).map(field => [field, found[field as keyof Form]]))
    const form = Object.keys(values).length === 0 ? null : { ...kept, ...values } as Form
    const turned = isActive === null || isActive === found[inUse as keyof Form] ? null : isActive
    await asProblem(async () => saveAll(ctx, id, form, version, turned))
    return answer(request, reply, id)
  })

  if (remove !== undefined) {
    app.delete(`/${path}/:id/settings`, { schema: { params: idParams, headers: conditionalChange, response: { 200: Type.Object({ id: Id }) } }, config: operation('remove') }, async request => {
      requireRight(request, right)
      const { ctx, params: { id } } = request
      const version = versionOf(request, (await find(ctx.db.read, id)).version)
      await asProblem(async () => remove(ctx, { id, version }))
      edits.after?.(ctx)
      return { id }
    })
  }

  if (shift !== undefined) {
    app.post(`/${path}/:id/shifts`, { schema: { params: idParams, headers: repeatable, body: Fields({ to: Type.Enum(['up', 'down']) }), response: { 200: settings } }, config: operation('shift') }, async (request, reply) => {
      requireRight(request, right)
      const { ctx, params: { id }, body: { to } } = request
      await shift(ctx, { id, direction: to })
      return answer(request, reply, id)
    })
  }

  /** What a form says, and whether it is to be in use where that is an act of its own. */
  function partsOf (body: object): { values: Partial<Form>, isActive: boolean | null } {
    if (edits.switch === undefined) return { values: body, isActive: null }
    const { [inUse]: isActive = null, ...values } = body as Record<string, unknown>
    return { values: values as Partial<Form>, isActive: isActive as boolean | null }
  }

  /** Saves a form, if there is one, and switches, if it comes to that: both or neither. */
  async function saveAll (ctx: Context, id: number | null, form: Form | null, version: number, turned: boolean | null): Promise<number> {
    const saved = await withPointers(field => form === null || edits.pointer === undefined ? field : edits.pointer(field, form), async () => {
      if (turned === null || edits.switch === undefined) return form === null ? id ?? 0 : save(ctx, id, form, version)
      const turn = edits.switch
      return ctx.db.transaction(async manager => {
        const joined = joinTransaction(ctx, manager)
        const saved = form === null ? id ?? 0 : await save(joined, id, form, version)
        await turn(joined, { id: saved, version: form === null ? version : version + 1 }, turned)
        return saved
      })
    })
    edits.after?.(ctx)
    return saved
  }
}

const askedOf = (asked: TProperties = {}): TProperties => Object.fromEntries(Object.entries(asked).map(([field, schema]) => [field, Type.Optional(schema)]))

/** @throws Forbidden when the agent may not open the pages of it */
export function requireRight (request: FastifyRequest, right: AdminRight): void {
  if (!agentOf(request).adminRights.has(right)) throw new Forbidden()
}

/** The version in `If-Match`, which has to be there: a form always knows what it was drawn from. `*` is whatever it is. @throws Problem */
export function versionOf ({ headers }: FastifyRequest, present: number): number {
  const asked = headers['if-match']?.trim()
  if (asked === undefined) throw new Problem('precondition-required')
  const version = versionIn(asked)
  if (asked !== '*' && version === null) throw new Problem('bad-precondition')
  if (version !== null && version !== present) throw new Problem('stale')
  return present
}

/** Somebody was quicker between our look and the change. @throws Problem */
export async function asProblem<Value> (work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Stale ? new Problem('stale') : error
  }
}

/** Refusals name fields as they stand in the body. */
export async function withPointers<Value> (pointer: (field: string) => string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof InvalidFields ? new InvalidFields(Object.fromEntries(Object.entries(error.fields).map(([field, message]) => [pointer(field), message]))) : error
  }
}
