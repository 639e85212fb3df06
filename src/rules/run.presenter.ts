import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Condition } from './condition.js'
import type { RuleChoices } from './known.queries.js'
import { kindOf } from './rule-fields.js'
import type { RunLine } from './run-lines.js'
import { actionPieces, conditionPieces, valueName, type Piece } from './rule-words.presenter.js'

export interface RunLineView {
  name: string
  holds: boolean
  verdict: string
  /** Each condition that decided, and what was there. */
  because: Array<{ pieces: Piece[], seen: string }>
  wanted: Piece[][]
  /** What it wanted in vain, and who had the last word. */
  overruled: Array<{ pieces: Piece[], by: string }>
}

/** What each rule said, in words. */
export function presentLines (lines: readonly RunLine[], choices: RuleChoices, t: Translate, format: Format): RunLineView[] {
  return lines.map(({ name, holds, because, wanted, overruled = [] }) => ({
    name,
    holds,
    verdict: t(holds ? 'rules.yes' : 'rules.no'),
    because: because.length === 0
      ? [{ pieces: [{ kind: 'plain', text: t('rules.always') }], seen: '' }]
      : because.map(({ condition, seen }) => ({ pieces: conditionPieces(condition, choices, t, format), seen: seenWords(condition, seen, choices, t, format) })),
    wanted: wanted.map(action => actionPieces(action, choices, t)),
    overruled: overruled.map(({ action, by }) => ({ pieces: actionPieces(action, choices, t), by: t('rules.overruled', { name: by }) }))
  }))
}

/** What was there when a condition was asked. A yes or no says nothing that the verdict does not. */
function seenWords ({ field }: Condition, seen: string, choices: RuleChoices, t: Translate, format: Format): string {
  if (seen === '') return t('rules.seen_empty')
  if (seen === 'true' || seen === 'false') return ''
  const kind = kindOf(field)
  if (kind === 'date' || kind === 'clock') return t('rules.seen', { seen: format.dateTime(new Date(Number(seen))) })
  return t('rules.seen', { seen: valueName(field, seen, choices, t) })
}

export interface RunView { at: string, lines: RunLineView[] }

export function presentRuns (runs: ReadonlyArray<{ lines: RunLine[], at: Date }>, choices: RuleChoices, t: Translate, format: Format): RunView[] {
  return runs.map(({ lines, at }) => ({ at: format.dateTime(at), lines: presentLines(lines, choices, t, format) }))
}
