import type { Translate } from '../platform/i18n/translate.js'
import { changeOperators, operatorsOf, type Operator } from './operators.js'
import type { FieldKind, Trigger } from './rule-fields.js'

/** The operators that a condition may take. Of a text “is” can name several values, so that “is one of” would be the same once more; a rule that has it keeps it. */
export function offeredOperators (kind: FieldKind, chosen: Operator, trigger: Trigger): Operator[] {
  const sameAs: Partial<Record<Operator, Operator>> = kind === 'text' ? { one_of: 'is', none_of: 'is_not' } : {}
  const offered: Operator[] = operatorsOf[kind].filter(each => trigger === 'updated' || !changeOperators.has(each))
  return offered.filter(each => !(each in sameAs)).map(each => sameAs[chosen] === each ? chosen : each)
}

/** An operator on its own, without the mark of where its value stands. */
export const operatorWords = (operator: Operator, t: Translate): string => t(`rules.operator.${operator}`).replace(/^: /, '')
