import type { Reading } from '../platform/i18n/reading.js'
import type { WordKey } from '../words/catalogue.js'
import type { Receipt, ReceiptLine } from './clocks/receipt.js'

export type ReceiptView = ReturnType<typeof presentReceipt>

/** One promise as a till receipt: every stretch, what it cost, and the sum. */
export function presentReceipt (receipt: Receipt, { t, format }: Reading) {
  const kind = t(`tickets.clock.${receipt.kind}`)
  const end = receipt.metAt ?? receipt.dueAt
  return {
    kind,
    caption: t('tickets.receipt.time_used', { kind }),
    isMissed: receipt.isMissed,
    lines: receipt.lines.map(line => ({ text: t(keyOf(line), { from: format.dateTime(line.from), to: endOf(line, format), name: line.name ?? '' }), amount: signed(line.ms, format), isOff: line.kind !== 'running' })),
    usedLabel: t('tickets.receipt.used_of', { budget: format.duration(receipt.budgetMs) }),
    used: format.duration(receipt.usedMs),
    endLabel: t(receipt.metAt === null ? 'tickets.receipt.due' : 'tickets.receipt.met'),
    end: end === null ? t(`tickets.clock.${receipt.status === 'dropped' ? 'dropped' : 'paused'}`) : format.dateTime(end)
  }
}

/** Time that was given back stands with a minus. */
const signed = (ms: number, format: Reading['format']): string => ms < 0 ? `−${format.duration(-ms)}` : format.duration(ms)

function keyOf ({ kind, reason, name }: ReceiptLine): WordKey {
  if (kind === 'holiday' && (name ?? '') === '') return 'tickets.receipt.holiday_unnamed'
  if (kind !== 'paused') return `tickets.receipt.${kind}`
  return reason === 'requester' ? 'tickets.receipt.paused_waiting' : reason === 'third_party' ? 'tickets.receipt.paused_on_hold' : 'tickets.receipt.paused'
}

/** The same day is not said twice. */
function endOf ({ from, to }: ReceiptLine, format: Reading['format']): string {
  return format.day(from) === format.day(to) ? format.time(to) : format.dateTime(to)
}
