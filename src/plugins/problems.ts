import type { FastifyReply, FastifyRequest } from 'fastify'
import { InvalidFields, Refusal, TooMany, type Message } from '../platform/errors.js'
import type { WordValues } from '../words/catalogue.js'

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
  'bad-parameters': 400,
  'malformed-body': 400,
  'wrong-content-type': 415,
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
  'fault': 500
} as const
export type ProblemKind = keyof typeof problemKinds

/** What is wrong with one field: where it stands (RFC 6901) and why. */
export interface FieldProblem { pointer: string, detail: string }

/** Refuses a program by a kind of its own. */
export class Problem extends Error {
  constructor (readonly kind: ProblemKind, readonly values: WordValues = {}) { super(kind) }
}

/** Answers with a problem, RFC 9457. */
export function answerProblem (reply: FastifyReply, kind: ProblemKind, detail: string, errors?: FieldProblem[]): FastifyReply {
  const { t, id } = reply.request
  const status = problemKinds[kind]
  return reply.code(status).type('application/problem+json').serializer((body: unknown) => JSON.stringify(body))
    .send({ type: `urn:ostiary:problem:${kind}`, title: t(`api.problem.${kind}`), status, detail, instance: `urn:uuid:${id}`, ...(errors !== undefined && { errors }) })
}

/** Turns whatever went wrong into a problem. */
export function answerError (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { t, log } = request
  if (error instanceof Problem) return answerProblem(reply, error.kind, t(`api.problem.${error.kind}.detail`, error.values))
  if (error instanceof InvalidFields) return answerProblem(reply, 'invalid-fields', t('api.problem.invalid-fields.detail'), fieldProblems(error.fields, request))
  if (error instanceof TooMany) reply.header('retry-after', String(error.retryAfterSeconds))
  if (error instanceof Refusal) return answerProblem(reply, kindOf(error), t(error.key, error.values))

  const { validation, validationContext, statusCode = 500, code = '' } = error as ValidationFault
  if (validation !== undefined) return answerInvalid(reply, validation, validationContext === 'body')
  const kind = code.startsWith('FST_ERR_CTP_INVALID_MEDIA_TYPE') ? 'wrong-content-type' : statusCode === 413 ? 'too-large' : statusCode < 500 ? 'malformed-body' : 'fault'
  if (kind === 'fault') log.error({ err: error }, 'an API request failed')
  return answerProblem(reply, kind, t(`api.problem.${kind}.detail`))
}

interface Fault { keyword: string, instancePath: string, message?: string, params?: { additionalProperties?: string[], requiredProperties?: string[] } }
interface ValidationFault { validation?: Fault[], validationContext?: string, statusCode?: number, code?: string }

function kindOf ({ status }: Refusal): ProblemKind {
  const byStatus: Record<number, ProblemKind> = { 403: 'forbidden', 404: 'not-found', 409: 'conflict', 412: 'stale', 429: 'too-many-requests', 413: 'too-large' }
  return byStatus[status] ?? 'refused'
}

/** Commands name fields by what a form calls them; the API calls a reference by its id. */
const fieldNames: Record<string, string> = { topic: 'topicId', department: 'departmentId', agent: 'agentId', team: 'teamId', status: 'statusId' }

function fieldProblems (fields: Record<string, Message>, { t }: FastifyRequest): FieldProblem[] {
  return Object.entries(fields).map(([field, { key, values }]) => ({ pointer: `/${fieldNames[field] ?? field}`, detail: t(key, values) }))
}

function answerInvalid (reply: FastifyReply, faults: Fault[], isBody: boolean): FastifyReply {
  const { t } = reply.request
  const choices = new Set(faults.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath))
  const errors = faults.filter(({ keyword }) => keyword !== 'anyOf').flatMap(({ keyword, instancePath, message = '', params = {} }) => {
    const named = keyword === 'additionalProperties' ? params.additionalProperties : keyword === 'required' ? params.requiredProperties : undefined
    if (named === undefined) return ['boolean', '~refine'].includes(keyword) ? [] : [{ pointer: instancePath, detail: message }]
    return named.map(name => ({ pointer: `${instancePath}/${escaped(name)}`, detail: t(keyword === 'required' ? 'api.field.missing' : 'api.field.unknown', { name }) }))
  })
  const kind = isBody ? 'invalid-fields' : 'bad-parameters'
  return answerProblem(reply, kind, t(`api.problem.${kind}.detail`), eachOnce(errors, choices).slice(0, 50))
}

/** What may be one thing or another is named once, with all that it could be. */
function eachOnce (errors: FieldProblem[], choices: ReadonlySet<string>): FieldProblem[] {
  const details = (at: string): string => [...new Set(errors.filter(({ pointer }) => pointer === at).map(({ detail }) => detail))].join(', or ')
  return errors.flatMap((error, place) => {
    if (!choices.has(error.pointer)) return [error]
    return errors.findIndex(({ pointer }) => pointer === error.pointer) === place ? [{ pointer: error.pointer, detail: details(error.pointer) }] : []
  })
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
