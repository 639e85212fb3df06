import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { strategies } from '../departments/choices.js'
import { findDepartment } from '../departments/department.queries.js'
import { saveDepartmentRouting } from '../routing/commands/save-department-routing.js'
import { saveTopicRouting } from '../routing/commands/save-topic-routing.js'
import { mostSteps, writeStep } from '../routing/fallback-text.js'
import { findTopic } from '../topics/topic.queries.js'
import { asProblem, requireRight, versionOf, withPointers } from './edits.routes.js'
import { ids } from './form-schema.routes.js'
import { conditionalChange, Fields, Id, idParams } from './schemas.js'

const department = {
  prefersAccountManager: Type.Boolean(),
  prefersLastAgent: Type.Boolean(),
  fallback: Type.Array(Type.String({ pattern: '^(manager|everybody|pool|(team|agent):[1-9][0-9]{0,8})$', examples: ['everybody'] }), { maxItems: mostSteps })
}
const topic = {
  strategy: Type.Union([Type.Enum([...strategies]), Type.Null()]),
  prefersLastAgent: Type.Union([Type.Boolean(), Type.Null()]),
  skillIds: ids
}
const version = Type.Integer()
const DepartmentRouting = Type.Object({ id: Id, ...department, version }, { title: 'DepartmentRouting' })
const TopicRouting = Type.Object({ id: Id, ...topic, version }, { title: 'TopicRouting' })
const optional = Type.Optional

const schemas = {
  department: { params: idParams, response: { 200: DepartmentRouting } },
  changeDepartment: { params: idParams, headers: conditionalChange, body: Fields({ prefersAccountManager: optional(department.prefersAccountManager), prefersLastAgent: optional(department.prefersLastAgent), fallback: optional(department.fallback) }, { minProperties: 1 }), response: { 200: DepartmentRouting } },
  topic: { params: idParams, response: { 200: TopicRouting } },
  changeTopic: { params: idParams, headers: conditionalChange, body: Fields({ strategy: optional(topic.strategy), prefersLastAgent: optional(topic.prefersLastAgent), skillIds: optional(topic.skillIds) }, { minProperties: 1 }), response: { 200: TopicRouting } }
}

/** Who is asked before the strategy of a department, and after it when nobody is free; what a topic asks of its agent. */
const routingRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async request => { requireRight(request, 'departments') })
  const config = (operation: string) => ({ scope: 'organisation.write', operation })

  app.get('/departments/:id/routing', { schema: schemas.department, config: config('departments_routing') }, async (request, reply) => departmentAnswer(request, reply, request.params.id))

  app.patch('/departments/:id/routing', { schema: schemas.changeDepartment, config: config('departments_route') }, async (request, reply) => {
    const { ctx, params: { id }, body } = request
    const { version: present, ...known } = await readDepartment(request, id)
    const asked = versionOf(request, present)
    await withPointers(pointerOf, async () => asProblem(async () => saveDepartmentRouting(ctx, id, { ...known, ...body }, asked)))
    return departmentAnswer(request, reply, id)
  })

  app.get('/topics/:id/routing', { schema: schemas.topic, config: config('topics_routing') }, async (request, reply) => topicAnswer(request, reply, request.params.id))

  app.patch('/topics/:id/routing', { schema: schemas.changeTopic, config: config('topics_route') }, async (request, reply) => {
    const { ctx, params: { id }, body } = request
    const { version: present, ...known } = await readTopic(request, id)
    const asked = versionOf(request, present)
    const { prefersLastAgent, ...form } = { ...known, ...body }
    await asProblem(async () => saveTopicRouting(ctx, id, { ...form, lastAgentChoice: prefersLastAgent === null ? null : prefersLastAgent ? 'yes' : 'no' }, asked))
    return topicAnswer(request, reply, id)
  })
}

export default routingRoutes

/** Steps are counted from 1 on the page. */
const pointerOf = (field: string): string => field.replace(/^fallback(\d+)$/, (_all, place) => `fallback/${Number(place) - 1}`)

async function readDepartment ({ ctx }: FastifyRequest, id: number) {
  const { prefersAccountManager, prefersLastAgent, fallback, version } = await findDepartment(ctx.db.read, id)
  return { id, prefersAccountManager, prefersLastAgent, fallback: (fallback ?? []).map(writeStep), version }
}

async function readTopic ({ ctx }: FastifyRequest, id: number) {
  const { strategy, lastAgentChoice, skillIds, version } = await findTopic(ctx.db.read, id)
  return { id, strategy, prefersLastAgent: lastAgentChoice === null ? null : lastAgentChoice === 'yes', skillIds: skillIds ?? [], version }
}

async function departmentAnswer (request: FastifyRequest, reply: FastifyReply, id: number) {
  const found = await readDepartment(request, id)
  reply.header('etag', `"${found.version}"`)
  return found
}

async function topicAnswer (request: FastifyRequest, reply: FastifyReply, id: number) {
  const found = await readTopic(request, id)
  reply.header('etag', `"${found.version}"`)
  return found
}
