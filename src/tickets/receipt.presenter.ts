import type { Reading } from '../platform/i18n/reading.js'
import type { StepChoices } from '../sla/check-steps.js'
import { objectName } from '../sla/step-object.js'
import { stepActWords, stepMomentWords } from '../sla/step.presenter.js'
import type { WordKey } from '../words/catalogue.js'
import type { Receipt, ReceiptLine } from './clocks/receipt.js'
import { presentEvent } from './event.presenter.js'
import type { EventRow } from './ticket-page.queries.js'

export type ReceiptView = ReturnType<typeof presentReceipt>

/** One promise as a till receipt: every stretch, what it cost, and the sum; then what its service level did and will do. */
export function presentReceipt (receipt: Receipt, { t, format }: Reading, taken: readonly EventRow[] = [], choices: StepChoices = { agents: [], departments: [] }) {
  const kind = t(`tickets.clock.${receipt.kind}`)
  const end = receipt.metAt ?? receipt.dueAt
  return {
    kind,
    caption: t('tickets.receipt.time_used', { kind }),
    isMissed: receipt.isMissed,
    lines: receipt.lines.map(line => ({ text: t(keyOf(line), { from: format.dateTime(line.from), to: endOf(line, format), name: line.name ?? '' }), amount: signed(line.ms, format), isOff: line.kind !== 'running' })),
    steps: [
      ...taken.filter(({ details }) => details.targetId === receipt.targetId).map(event => ({ when: format.dateTime(new Date(event.at)), what: presentEvent(event, t, format).text, why: '', isDone: true })),
      ...receipt.ahead.map(({ step, at }) => {
        const why = stepMomentWords(step.when, receipt.kind, t, format)
        return { when: at === null ? why : format.dateTime(at), what: stepActWords(step.act, objectName(step.act, choices), t), why: at === null ? '' : why, isDone: false }
      })
    ],
    usedLabel: t('tickets.receipt.used_of', { budget: format.workingTime(receipt.budgetMs) }),
    used: format.workingTime(receipt.usedMs),
    endLabel: t(receipt.metAt === null ? 'tickets.receipt.due' : 'tickets.receipt.met'),
    end: end === null ? t(`tickets.clock.${receipt.status === 'dropped' ? 'dropped' : 'paused'}`) : format.dateTime(end)
  }
}

/** Time that was given back stands with a minus. */
const signed = (ms: number, format: Reading['format']): string => ms < 0 ? `−${format.workingTime(-ms)}` : format.workingTime(ms)

function keyOf ({ kind, reason, name }: ReceiptLine): WordKey {
  if (kind === 'holiday' && (name ?? '') === '') return 'tickets.receipt.holiday_unnamed'
  if (reason === 'status') return kind === 'paused' ? 'tickets.receipt.paused_status' : 'tickets.receipt.running_status'
  if (kind !== 'paused') return `tickets.receipt.${kind}`
  return reason === 'requester' ? 'tickets.receipt.paused_waiting' : reason === 'third_party' ? 'tickets.receipt.paused_on_hold' : 'tickets.receipt.paused'
}

/** The same day is not said twice. */
function endOf ({ from, to }: ReceiptLine, format: Reading['format']): string {
  return format.day(from) === format.day(to) ? format.time(to) : format.dateTime(to)
}
