import type { FastifyReply, FastifyRequest } from 'fastify'
import { InvalidFields, Refusal, TooMany, type Message } from '../platform/errors.js'
import { preferredLocale, translator } from '../platform/i18n/translate.js'
import type { WordKey, WordValues } from '../words/catalogue.js'
import { noFaultOfOurs } from './no-fault-of-ours.js'
import { presentFaults, type Fault, type FieldProblem } from './field-faults.js'

/** Every kind of refusal at /api/v1 and its status. The names are part of the API and stay. */
export const problemKinds = {
  'key-missing': 401,
  'key-unknown': 401,
  'key-out-of-use': 401,
  'key-expired': 401,
  'key-acts-for-nobody': 401,
  'address-not-allowed': 403,
  'scope-missing': 403,
  'forbidden': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'bad-parameters': 400,
  'malformed-body': 400,
  'wrong-content-type': 415,
  'wrong-encoding': 415,
  'too-large': 413,
  'invalid-fields': 422,
  'refused': 422,
  'conflict': 409,
  'stale': 412,
  'bad-precondition': 400,
  'precondition-required': 428,
  'idempotency-key-malformed': 400,
  'idempotency-key-reused': 422,
  'idempotency-in-progress': 409,
  'idempotency-answer-lost': 409,
  'too-many-requests': 429,
  'fault': 500,
  'unavailable': 503
} as const
export type ProblemKind = keyof typeof problemKinds

/** Refuses a program by a kind of its own, in words of the kind unless there are better ones. */
export class Problem extends Error {
  readonly detail: WordKey
  constructor (readonly kind: ProblemKind, readonly values: WordValues = {}, detail: WordKey | null = null) {
    super(kind)
    this.detail = detail ?? `api.problem.${kind}.detail`
  }
}

/** What a problem says, RFC 9457. */
export const problemOf = (kind: ProblemKind, detail: string, { t, id }: Pick<FastifyRequest, 't' | 'id'>, errors?: FieldProblem[]): object =>
  ({ type: `urn:ostiary:problem:${kind}`, title: t(`api.problem.${kind}`), status: problemKinds[kind], detail, instance: `urn:uuid:${id}`, ...(errors !== undefined && { errors }) })

/** Answers with a problem. */
export function answerProblem (reply: FastifyReply, kind: ProblemKind, detail: string, errors?: FieldProblem[]): FastifyReply {
  const status = problemKinds[kind]
  // Which way to show a key is a part of this answer, RFC 9110 section 11.6.1 and RFC 6750 section 3.
  if (status === 401) reply.header('www-authenticate', kind === 'key-missing' ? 'Bearer realm="Ostiary"' : 'Bearer realm="Ostiary", error="invalid_token"')
  return reply.code(status).type('application/problem+json').serializer((body: unknown) => JSON.stringify(body)).send(problemOf(kind, detail, reply.request, errors))
}

/** Turns whatever went wrong into a problem. */
export function answerError (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // What fails before a language was chosen is told in the one that is asked for.
  request.t ??= translator(preferredLocale(request.headers['accept-language']) ?? 'en')
  const { t, log } = request
  const error = noFaultOfOurs(thrown, request, reply)
  if (error instanceof Problem) return answerProblem(reply, error.kind, t(error.detail, error.values))
  if (error instanceof InvalidFields) return answerFields(reply, request.method === 'GET' ? 'bad-parameters' : 'invalid-fields', fieldProblems(error.fields, request))
  if (error instanceof TooMany) reply.header('retry-after', String(error.retryAfterSeconds))
  if (error instanceof Refusal) return answerRefusal(reply, error)

  const { validation, validationContext, statusCode = 500, code = '' } = error as ValidationFault
  if (validation !== undefined) return answerFields(reply, validationContext === 'body' ? 'invalid-fields' : 'bad-parameters', presentFaults(validation, t, aroundOf(request, validationContext)))
  const kind = code.startsWith('FST_ERR_CTP_INVALID_MEDIA_TYPE') ? 'wrong-content-type' : statusCode === 413 ? 'too-large' : statusCode < 500 ? 'malformed-body' : 'fault'
  if (kind === 'fault') log.error({ err: error }, 'an API request failed')
  return answerProblem(reply, kind, t(`api.problem.${kind}.detail`))
}

type Context = 'body' | 'querystring' | 'params' | 'headers'
interface ValidationFault { validation?: Fault[], validationContext?: Context, statusCode?: number, code?: string }

function aroundOf ({ query, routeOptions: { schema } }: FastifyRequest, context: Context = 'body'): { known: string[], repeated: string[] } {
  const { properties = {} } = (schema?.[context] ?? {}) as { properties?: object }
  const repeated = context === 'querystring' ? Object.entries(query as object).filter(([, value]) => Array.isArray(value)).map(([name]) => name) : []
  return { known: Object.keys(properties), repeated }
}

function kindOf ({ status }: Refusal): ProblemKind {
  const byStatus: Record<number, ProblemKind> = { 403: 'forbidden', 404: 'not-found', 409: 'conflict', 412: 'stale', 429: 'too-many-requests', 413: 'too-large', 400: 'malformed-body', 503: 'unavailable' }
  return byStatus[status] ?? 'refused'
}

/** What is said to everybody says a program more in words of its own. */
function answerRefusal (reply: FastifyReply, error: Refusal): FastifyReply {
  const kind = kindOf(error)
  const isPlain = ['refusal.not_found', 'refusal.forbidden', 'refusal.stale', 'refusal.bad_request', 'refusal.away'].includes(error.key)
  return answerProblem(reply, kind, isPlain ? reply.request.t(`api.problem.${kind}.detail`) : reply.request.t(error.key, error.values))
}

/** Commands name fields by what a form calls them; the API calls a reference by its id. */
const fieldNames: Record<string, string> = { topic: 'topicId', department: 'departmentId', agent: 'agentId', team: 'teamId', status: 'statusId' }

function fieldProblems (fields: Record<string, Message>, { t }: FastifyRequest): FieldProblem[] {
  return Object.entries(fields).map(([field, { key, values }]) => ({ pointer: field === '' ? '' : `/${fieldNames[field] ?? field}`, detail: t(key, values) }))
}

const answerFields = (reply: FastifyReply, kind: 'invalid-fields' | 'bad-parameters', errors: FieldProblem[]): FastifyReply =>
  answerProblem(reply, kind, reply.request.t(`api.problem.${kind}.detail`), errors.slice(0, 50))
