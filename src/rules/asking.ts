import { conditionsOf, type Group } from './condition.js'
import { hoursOperators, isDateOperator } from './date-operators.js'
import { changeOperators, comparandOf } from './operators.js'
import { questionIn } from './rule-fields.js'

/** What rules ask about in all, so that only that is looked up. */
export interface Asking {
  fields: ReadonlySet<string>
  /** Whether they need to know when the department works. */
  hours: boolean
  /** Whether they need to know where days begin. */
  days: boolean
  /** The schedules that they name. */
  schedules: ReadonlySet<number>
  /** Whether they ask about headers or recipients of a mail. */
  mail: boolean
  /** Whether they ask what somebody's ticket was before. */
  before: boolean
}

const mailFields: ReadonlySet<string> = new Set(['recipients', 'reply_to_email', 'reply_to_name', 'is_automatic'])
const known = new WeakMap<object, Asking>()

/** What some rules ask about. The same list is looked through once. */
export function askingOf (rules: ReadonlyArray<{ conditions: Group }>): Asking {
  const asking = known.get(rules) ?? look(rules)
  known.set(rules, asking)
  return asking
}

function look (rules: ReadonlyArray<{ conditions: Group }>): Asking {
  const conditions = rules.flatMap(rule => conditionsOf(rule.conditions))
  const fields = new Set<string>(conditions.map(({ field }) => field))
  const ofHours = conditions.filter(({ operator }) => (hoursOperators as readonly string[]).includes(operator))
  return {
    fields,
    days: fields.has('weekday') || conditions.some(({ field, operator }) => comparandOf(operator) === 'day' || (isDateOperator(operator) && questionIn(field) !== null)),
    hours: fields.has('is_open_now') || ofHours.length > 0 || conditions.some(({ operator, value }) => comparandOf(operator) === 'span' && value.some(span => span.includes('working'))),
    schedules: new Set(ofHours.flatMap(({ value: [id] }) => id === undefined || id === '' ? [] : [Number(id)])),
    mail: [...fields].some(field => field.startsWith('header.') || mailFields.has(field)),
    before: conditions.some(({ operator }) => changeOperators.has(operator))
  }
}

export const asksAny = ({ fields }: Asking, ...names: string[]): boolean => names.some(name => fields.has(name))

export const asksQuestions = ({ fields }: Asking): boolean => [...fields].some(field => questionIn(field) !== null)
