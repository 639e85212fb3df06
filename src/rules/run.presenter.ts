import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { RuleChoices } from './known.queries.js'
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
export function presentLines (lines: readonly RunLine[], choices: RuleChoices, t: Translate): RunLineView[] {
  return lines.map(({ name, holds, because, wanted, overruled = [] }) => ({
    name,
    holds,
    verdict: t(holds ? 'rules.yes' : 'rules.no'),
    because: because.length === 0
      ? [{ pieces: [{ kind: 'plain', text: t('rules.always') }], seen: '' }]
      : because.map(({ condition, seen }) => ({ pieces: conditionPieces(condition, choices, t), seen: seen === '' ? t('rules.seen_empty') : t('rules.seen', { seen: valueName(condition.field, seen, choices, t) }) })),
    wanted: wanted.map(action => actionPieces(action, choices, t)),
    overruled: overruled.map(({ action, by }) => ({ pieces: actionPieces(action, choices, t), by: t('rules.overruled', { name: by }) }))
  }))
}

export interface RunView { at: string, lines: RunLineView[] }

export function presentRuns (runs: ReadonlyArray<{ lines: RunLine[], at: Date }>, choices: RuleChoices, t: Translate, format: Format): RunView[] {
  return runs.map(({ lines, at }) => ({ at: format.dateTime(at), lines: presentLines(lines, choices, t) }))
}
