import { dayOperators, fitsDate, hoursOperators, isDateOperator, isDay, sideOperators, spanOperators, type DateOperator } from './date-operators.js'
import { timeless, type Moment } from './moment.js'
import { isPattern, matches } from './pattern.js'
import { remembered } from './remembered.js'
import type { FieldKind } from './rule-fields.js'
import { readSpan } from './time-span.js'

export type FactValue = string | number | boolean | readonly string[] | null

export const operatorsOf = {
  text: ['is', 'is_not', 'contains', 'contains_not', 'starts', 'starts_not', 'ends', 'ends_not', 'matches', 'matches_not', 'one_of', 'none_of', 'empty', 'filled', 'changed', 'changed_to', 'changed_from'],
  choice: ['one_of', 'none_of', 'empty', 'filled', 'changed', 'changed_to', 'changed_from'],
  number: ['is', 'is_not', 'greater', 'less', 'empty', 'filled', 'changed', 'changed_to', 'changed_from'],
  flag: ['yes', 'no', 'changed'],
  list: ['has_one', 'has_all', 'has_none', 'contains', 'empty', 'filled', 'changed'],
  date: [...spanOperators, ...sideOperators, ...dayOperators, ...hoursOperators, 'empty', 'filled', 'changed'],
  clock: [...hoursOperators, ...dayOperators]
} as const satisfies Record<FieldKind, readonly string[]>

export type Operator = typeof operatorsOf[FieldKind][number]

/** Operators that compare with nothing. */
export const bareOperators: ReadonlySet<Operator> = new Set<Operator>(['empty', 'filled', 'changed', 'yes', 'no', ...sideOperators])

/** Operators that ask what an update did. */
export const changeOperators: ReadonlySet<Operator> = new Set<Operator>(['changed', 'changed_to', 'changed_from'])

/** What an operator compares with decides how its value is written. */
export type Comparand = 'nothing' | 'span' | 'day' | 'hours' | 'words'

export function comparandOf (operator: Operator): Comparand {
  if (bareOperators.has(operator)) return 'nothing'
  const of = (operators: readonly string[]) => operators.includes(operator)
  return of(spanOperators) ? 'span' : of(dayOperators) ? 'day' : of(hoursOperators) ? 'hours' : 'words'
}

/** Most characters of a text that are looked at. */
const longestLook = 100_000

/** Up to here a text is a word of a condition, of which thousands are remembered; beyond it is a message, of which a few are. */
const longestWord = 200
const words = remembered(10_000, compared)
const messages = remembered(8, compared)

/** Text as people compare it: small letters, one kind of accents, single spaces. */
export const plain = (text: string): string => text.length <= longestWord ? words(text) : messages(text)

function compared (text: string): string {
  return text.slice(0, longestLook).normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Whether a value is there that an operator can compare with; the words of why not are the caller's. */
export function isComparable (operator: Operator, kind: FieldKind, wanted: readonly string[]): boolean {
  switch (comparandOf(operator)) {
    case 'nothing': return true
    case 'span': return wanted.length === 1 && readSpan(wanted[0]!) !== null
    case 'day': return wanted.length === 1 && isDay(wanted[0]!)
    case 'hours': return wanted.length <= 1
    default: break
  }
  if (wanted.length === 0 || wanted.some(each => each.trim() === '')) return false
  if (operator === 'matches' || operator === 'matches_not') return wanted.every(isPattern)
  return kind !== 'number' || wanted.every(each => Number.isFinite(Number(each)))
}

/**
 * Whether what is there fits what is wanted. An empty value is nothing: it neither contains nor starts with
 * anything, and every operator that says “not” holds for it.
 */
export function fits (operator: Operator, value: FactValue, wanted: readonly string[], moment: Moment = timeless): boolean {
  if (isDateOperator(operator)) return fitsDate(operator, value, wanted, moment)
  switch (operator) {
    case 'empty': return isEmpty(value)
    case 'filled': return !isEmpty(value)
    case 'yes': return value === true
    case 'no': return value !== true
    case 'greater': return isNumber(value) && Number(value) > Number(wanted[0])
    case 'less': return isNumber(value) && Number(value) < Number(wanted[0])
    case 'has_all': return wanted.every(each => has(value, each))
    case 'has_one': return wanted.some(each => has(value, each))
    case 'has_none': return !fits('has_one', value, wanted)
    case 'is': case 'one_of': case 'changed_to': case 'changed_from': return typeof value === 'number' ? wanted.some(each => value === Number(each)) : some(value, wanted, isSame)
    case 'contains': return some(value, wanted, (text, each) => text.includes(each))
    case 'starts': return some(value, wanted, (text, each) => text.startsWith(each))
    case 'ends': return some(value, wanted, (text, each) => text.endsWith(each))
    case 'matches': return textsOf(value).some(text => wanted.some(each => matches(each, text.slice(0, longestLook))))
    case 'changed': return true
    default: return !fits(positive[operator], value, wanted)
  }
}

const positive = {
  is_not: 'is', none_of: 'one_of', contains_not: 'contains', starts_not: 'starts', ends_not: 'ends', matches_not: 'matches'
} as const satisfies Partial<Record<Exclude<Operator, DateOperator>, Operator>>

/** A number, or the answer to a question that asks for one. */
const isNumber = (value: FactValue): boolean => typeof value === 'number' || (typeof value === 'string' && numeral.test(value))
const numeral = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** Two ways to write a number are one number; 007 is none. */
const isSame = (text: string, each: string): boolean => text === each || (numeral.test(text) && numeral.test(each) && Number(text) === Number(each))

const isEmpty = (value: FactValue): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0)

const textsOf = (value: FactValue): readonly string[] => value === null ? [] : Array.isArray(value) ? value as readonly string[] : [String(value)]

const has = (value: FactValue, wanted: string): boolean => textsOf(value).some(text => plain(text) === plain(wanted))

function some (value: FactValue, wanted: readonly string[], test: (text: string, each: string) => boolean): boolean {
  const texts = textsOf(value).map(plain).filter(text => text !== '')
  return texts.length > 0 && wanted.some(each => texts.some(text => test(text, plain(each))))
}
