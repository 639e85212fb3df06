import type { FieldChecks } from '../platform/field-checks.js'
import type { Known } from './check-rule.js'
import { questionIn } from './rule-fields.js'
import { mayComeAfter, mayComeBefore, timedFields, type Timing } from './timing.js'
import { readSpan } from './time-span.js'

const shortest = 5

/** Notes what is wrong with when a rule of time speaks: no stretch of time, or a time that is not there then. */
export function checkTiming (checks: FieldChecks, timing: Timing | null, { questionKinds }: Pick<Known, 'questionKinds'>): void {
  const span = timing === null ? null : readSpan(timing.span)
  if (timing === null || span === null || span.amount === 0) return checks.note('timing', 'rules.condition.no_span')
  const question = questionIn(timing.of)
  if (span.unit.endsWith('minutes') && span.amount < shortest) checks.note('timing', 'rules.timing.too_short', { least: shortest })
  else if (question === null ? !(timedFields as readonly string[]).includes(timing.of) : questionKinds.get(question) !== 'date') checks.note('timing', 'rules.condition.field_gone')
  else if (timing.side === 'before' ? !mayComeBefore(timing.of) : !mayComeAfter(timing.of)) checks.note('timing', timing.side === 'before' ? 'rules.timing.not_ahead' : 'rules.timing.not_behind')
}
