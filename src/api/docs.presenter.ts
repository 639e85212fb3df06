import type { Translate } from '../platform/i18n/translate.js'
import type { WordKey } from '../words/catalogue.js'
import { ifNoneMatch, resourceOf, type Content, type Document, type Operation, type Schema } from './openapi.presenter.js'

export interface FieldLine { name: string, place: string, type: string, isRequired: boolean, example: string, about: string }
export interface OperationView { id: string, method: string, path: string, summary: string, scope: string | null, parameters: FieldLine[], body: FieldLine[], answer: FieldLine[], takesFile: boolean, givesFile: boolean, example: string }
export interface ResourceView { name: string, title: string, operations: OperationView[] }

/** The document as people read it. */
export function presentResources (document: Document, t: Translate): ResourceView[] {
  const base = document.servers[0]?.url ?? ''
  return document.tags.map(({ name }) => ({
    name,
    title: t(`api.resource.${name}` as WordKey),
    operations: Object.entries(document.paths).filter(([path]) => resourceOf(path) === name)
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => presentOperation(method.toUpperCase(), path, operation, { document, base, t })))
  }))
}

interface Reading { document: Document, base: string, t: Translate }

function presentOperation (method: string, path: string, { operationId, summary, parameters, requestBody, responses, 'x-scope': scope }: Operation, { document, base, t }: Reading): OperationView {
  const answer = Object.entries(responses).find(([status]) => status !== 'default')?.[1]
  const body = jsonOf(requestBody)
  return {
    id: operationId,
    method,
    path,
    summary,
    scope: scope ?? null,
    parameters: parameters.filter(({ name: header }) => header !== ifNoneMatch.name).map(({ name, in: place, required, schema, description = '' }) => ({ name, about: description, place: t(`api.docs.place.${place}`), type: typeOf(schema, document), isRequired: required, example: exampleText(schema) })),
    body: body === null ? [] : linesOf(body, document),
    answer: linesOf(jsonOf(answer) ?? {}, document).map(line => ({ ...line, isRequired: false })),
    takesFile: requestBody !== undefined && body === null,
    givesFile: answer !== undefined && jsonOf(answer) === null,
    example: curlFor(method, path, { base, body: body === null ? null : sampleOf(body, document), takesFile: requestBody !== undefined && body === null })
  }
}

const jsonOf = (content: Content | undefined): Schema | null => content?.content?.['application/json']?.schema ?? null

const resolve = (schema: Schema, { components }: Document): Schema => schema.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}

/** Each field of an object; those of objects inside stand below it by their path, as far as one level. */
function linesOf (schema: Schema, document: Document, before = ''): FieldLine[] {
  const { properties = {}, required = [] } = resolve(schema, document)
  return Object.entries(properties).flatMap(([name, property]) => {
    const line = { name: `${before}${name}`, about: property.description ?? '', place: '', type: typeOf(property, document), isRequired: required.includes(name), example: exampleText(property) }
    const inner = property.type === 'object' && before === '' ? linesOf(property, document, `${name}.`) : []
    return [line, ...inner]
  })
}

function typeOf (schema: Schema, document: Document): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? ''
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(each => typeOf(each, document)).join(' | ')
  if (schema.items !== undefined) {
    const each = typeOf(schema.items, document)
    return each.includes(' | ') ? `(${each})[]` : `${each}[]`
  }
  return [schema.type ?? 'any'].flat().join(' | ')
}

const exampleText = ({ examples }: Schema): string => examples?.[0] === undefined ? '' : String(examples[0])

/** A body with what has to be in it, or with its first field. */
function sampleOf (schema: Schema, document: Document): unknown {
  const { properties = {}, required = [], type, enum: choices, examples, items, minimum, anyOf } = resolve(schema, document)
  if (examples?.[0] !== undefined) return examples[0]
  if (choices !== undefined) return choices[0]
  if (anyOf?.[0] !== undefined) return sampleOf(anyOf[0], document)
  if (type === 'object') return Object.fromEntries(Object.entries(properties).filter(([name], place) => required.includes(name) || (required.length === 0 && place === 0)).map(([name, property]) => [name, sampleOf(property, document)]))
  if (type === 'array') return items === undefined ? [] : [sampleOf(items, document)]
  return type === 'integer' ? minimum ?? 1 : '…'
}

function curlFor (method: string, path: string, { base, body, takesFile }: { base: string, body: unknown, takesFile: boolean }): string {
  const address = `${base}${path.replace('{name}', 'open').replace(/\{\w+\}/g, '1')}${takesFile ? '?name=lamp.jpg' : ''}`
  const lines = [`curl -H "Authorization: Bearer $KEY" ${method === 'GET' || body !== null || takesFile ? '' : `-X ${method} `}${address}`.replace('  ', ' ')]
  if (method === 'PATCH') lines[0] = `curl -X PATCH -H "Authorization: Bearer $KEY" ${address}`
  if (body !== null) lines.push(`  -H "Content-Type: application/json" -d '${JSON.stringify(body)}'`)
  if (takesFile) lines.push('  -H "Content-Type: image/jpeg" --data-binary @lamp.jpg')
  return lines.join(' \\\n')
}
