import type { Translate } from '../platform/i18n/translate.js'
import type { WordKey } from '../words/catalogue.js'

/** What is wrong with one field: where it stands (RFC 6901) and why. */
export interface FieldProblem { pointer: string, detail: string }

/** A fault as the judges of schemas write it. */
export interface Fault { keyword: string, instancePath: string, message?: string, params?: Params }

interface Params { additionalProperties?: string[], requiredProperties?: string[], type?: string | string[], limit?: number, pattern?: string, format?: string, allowedValues?: unknown[] }

/** Keywords with words of their own; what a fault says of others stays as it is. */
const keywords: Record<string, WordKey> = {
  type: 'api.fault.type', enum: 'api.fault.enum', pattern: 'api.fault.pattern', minLength: 'api.fault.min_length', maxLength: 'api.fault.max_length', minimum: 'api.fault.minimum', maximum: 'api.fault.maximum',
  minItems: 'api.fault.min_items', maxItems: 'api.fault.max_items', uniqueItems: 'api.fault.unique_items', minProperties: 'api.fault.min_properties'
}
const formats: Record<string, WordKey> = { 'date-time': 'api.fault.moment', date: 'api.fault.day' }
/** Patterns that are said in words; what a fault says of others is the pattern. */
const patterns: Record<string, WordKey> = {
  '^[^\\s,;]+$': 'api.fault.one_word', '^(me|none|[1-9][0-9]{0,9})$': 'api.fault.holder', '^(manager|everybody|pool|(team|agent):[1-9][0-9]{0,8})$': 'api.fault.routing'
}
/** One of several names, or more of them with commas between. */
const severalOf = /^\^\(([a-z_|]+)\)\(,\(\1\)\)\*\$$/
/** Said by those that come with them. */
const silent = ['anyOf', 'boolean', '~refine']

/** What the judges do not say: which fields there are, and which of those in an address stand there more than once. */
interface Around { known: readonly string[], repeated: readonly string[] }

/** What does not fit, in the reader's words; each field that is missing or unknown by its name. */
export function presentFaults (faults: readonly Fault[], t: Translate, { known, repeated }: Around = { known: [], repeated: [] }): FieldProblem[] {
  const choices = new Set(faults.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath))
  const problems = faults.filter(({ keyword }) => !silent.includes(keyword)).flatMap(fault => {
    const { keyword, instancePath, params = {} } = fault
    const named = keyword === 'additionalProperties' ? params.additionalProperties : keyword === 'required' ? params.requiredProperties : undefined
    return named === undefined ? [{ pointer: instancePath, detail: repeated.includes(instancePath.slice(1)) ? t('api.fault.repeated') : wordsOf(fault, t) }]
      : named.map(name => ({ pointer: `${instancePath}/${escaped(name)}`, detail: keyword === 'required' ? t('api.field.missing', { name }) : instancePath !== '' || known.length === 0 ? t('api.field.unknown', { name }) : t('api.field.unknown_among', { name, known: known.join(', ') }) }))
  })
  return eachOnce(problems, choices, t('api.fault.or'))
}

function wordsOf ({ keyword, message = '', params: { type = '', limit = 0, pattern = '', format = '', allowedValues = [] } = {} }: Fault, t: Translate): string {
  const several = severalOf.exec(pattern)?.[1]
  if (several !== undefined) return t('api.fault.several', { values: several.replaceAll('|', ', ') })
  const key = keyword === 'format' ? formats[format] : patterns[pattern] ?? keywords[keyword]
  return key === undefined ? message : t(key, { type: [type].flat().join(' | '), limit, pattern, values: allowedValues.map(String).join(', ') })
}

/** What may be one thing or another is named once, with all that it could be. */
function eachOnce (problems: readonly FieldProblem[], choices: ReadonlySet<string>, or: string): FieldProblem[] {
  const details = (at: string): string => [...new Set(problems.filter(({ pointer }) => pointer === at).map(({ detail }) => detail))].join(` ${or} `)
  return problems.flatMap((problem, place) => {
    if (!choices.has(problem.pointer)) return [problem]
    return problems.findIndex(({ pointer }) => pointer === problem.pointer) === place ? [{ pointer: problem.pointer, detail: details(problem.pointer) }] : []
  })
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
