import type { Translate } from '../platform/i18n/translate.js'
import type { WordKey } from '../words/catalogue.js'
import { wordsOfField } from './field-words.js'

export type Schema = Record<string, unknown> & {
  type?: string | string[], title?: string, description?: string, properties?: Record<string, Schema>, required?: string[], items?: Schema, anyOf?: Schema[], enum?: unknown[], examples?: unknown[], $ref?: string
}

/** A route as it was registered. */
export interface DescribedRoute {
  method: string
  url: string
  operation: string
  scope: string | null
  schema: { params?: Schema, querystring?: Schema, headers?: Schema, body?: Schema, response?: Record<string, Schema> }
}

export interface Parameter { name: string, in: 'path' | 'query' | 'header', required: boolean, schema: Schema, description?: string }
export interface Content { content?: Record<string, { schema: Schema }> }
export interface Operation {
  operationId: string, summary: string, tags: string[], 'x-scope'?: string, parameters: Parameter[]
  requestBody?: Content & { required: boolean }
  responses: Record<string, Content & { description: string }>
}
export interface Document {
  openapi: string
  info: Record<string, unknown>
  servers: Array<{ url: string }>
  security: Array<Record<string, string[]>>
  tags: Array<{ name: string, description: string }>
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>, securitySchemes: Record<string, unknown> }
}

const binary: Content = { content: { 'application/octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } } }

/** What every read takes. The page for people says it once. */
export const ifNoneMatch: Parameter = { name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string', examples: ['"7-0c1d5b1f0f3c4a7e9a2b6d8e4f5a6b7c"'] } }

const problem: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', examples: ['urn:ostiary:problem:not-found'] }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, instance: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: { type: 'string' }, detail: { type: 'string' } } } }
  }
}

/** The API's document, OpenAPI 3.1, drawn from the very schemas by which requests are checked and answers written. */
export function presentDocument (routes: readonly DescribedRoute[], { baseUrl, prefix }: { baseUrl: string, prefix: string }, t: Translate): Document {
  const schemas: Record<string, Schema> = { Problem: problem }
  const paths: Document['paths'] = {}
  for (const route of routes) {
    const path = route.url.slice(prefix.length).replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: presentOperation(route, resourceOf(path), schemas, t) }
  }
  for (const [title, schema] of Object.entries(schemas)) schemas[title] = explained(explained(schema, title, t), title === 'TicketWithAll' ? 'Ticket' : title, t)
  return {
    openapi: '3.1.0',
    info: { title: 'Ostiary', version: '1', description: t('api.docs.lead'), license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' } },
    servers: [{ url: `${baseUrl}${prefix}` }],
    security: [{ bearer: [] }, { key: [] }],
    tags: [...new Set(Object.keys(paths).map(resourceOf))].map(name => ({ name, description: t(`api.resource.${name}` as WordKey) })),
    paths,
    components: { schemas, securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } } }
  }
}

export const resourceOf = (path: string): string => path.split('/')[1] ?? ''

function presentOperation ({ operation, scope, schema, method }: DescribedRoute, resource: string, schemas: Record<string, Schema>, t: Translate): Operation {
  const answers = Object.entries(schema.response ?? {}).map(([status, answer]) => [status, { description: t(`api.operation.${operation}` as WordKey), content: { 'application/json': { schema: named(answer, schemas) } } }] as const)
  const isUpload = operation === 'files_upload' || operation === 'article_files_add'
  return {
    operationId: operation,
    summary: t(`api.operation.${operation}` as WordKey),
    tags: [resource],
    ...(scope !== null && { 'x-scope': scope }),
    parameters: [...(['params', 'querystring', 'headers'] as const).flatMap(part => parametersOf(schema[part], part, { operation, schemas, t })), ...method === 'GET' ? [ifNoneMatch] : []],
    ...(schema.body !== undefined && { requestBody: { required: true, content: { 'application/json': { schema: explained(named(schema.body, schemas), operation, t) } } } }),
    ...(isUpload && method === 'POST' && { requestBody: { required: true, ...binary } }),
    responses: {
      ...answers.length === 0 ? { 200: { description: t(`api.operation.${operation}` as WordKey), ...binary } } : Object.fromEntries(answers),
      ...method === 'GET' && { 304: { description: t('api.docs.not_modified') } },
      default: { description: t('api.docs.problems'), content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
    }
  }
}

const places = { params: 'path', querystring: 'query', headers: 'header' } as const

function parametersOf (schema: Schema | undefined, part: keyof typeof places, { operation, schemas, t }: { operation: string, schemas: Record<string, Schema>, t: Translate }): Parameter[] {
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name: part === 'headers' ? name.replace(/(^|-)[a-z]/g, letter => letter.toUpperCase()) : name,
    in: places[part],
    required: part === 'params' || schema?.required?.includes(name) === true,
    ...wordsOfField(name, operation, t),
    schema: named(property, schemas)
  }))
}

/** A copy whose fields say what they mean. */
function explained (schema: Schema, owner: string, t: Translate): Schema {
  if (schema.properties === undefined) return schema
  return { ...schema, properties: Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, { ...property, ...wordsOfField(name, owner, t) }])) }
}

/** A copy in which what has a title stands once, under its title. */
function named (schema: Schema, schemas: Record<string, Schema>): Schema {
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inside(key, value, schemas)])) as Schema
  if (copy.title === undefined) return copy
  const { title, ...rest } = copy
  schemas[title] = rest
  return { $ref: `#/components/schemas/${title}` }
}

function inside (key: string, value: unknown, schemas: Record<string, Schema>): unknown {
  if (key === 'properties' || key === 'patternProperties') return Object.fromEntries(Object.entries(value as Record<string, Schema>).map(([name, property]) => [name, named(property, schemas)]))
  if (key === 'anyOf') return (value as Schema[]).map(each => named(each, schemas))
  if ((key === 'items' || key === 'additionalProperties') && typeof value === 'object') return named(value as Schema, schemas)
  return value
}
