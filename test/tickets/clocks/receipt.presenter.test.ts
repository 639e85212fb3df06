import t from 'tap'
import { minute } from '../../../src/platform/clock.js'
import { createFormat } from '../../../src/platform/i18n/format.js'
import type { Reading } from '../../../src/platform/i18n/reading.js'
import { translator } from '../../../src/platform/i18n/translate.js'
import type { Receipt, ReceiptLine } from '../../../src/tickets/clocks/receipt.js'
import { presentReceipt } from '../../../src/tickets/receipt.presenter.js'

const now = new Date('2026-11-23T12:00:00Z')
const reading = { t: translator('en'), format: createFormat('en', 'Europe/Berlin', () => now), now } as Reading
const line = (more: Partial<ReceiptLine>): ReceiptLine => ({ kind: 'running', reason: null, name: null, from: new Date('2026-11-23T08:00:00Z'), to: new Date('2026-11-23T09:30:00Z'), ms: 90 * minute, ...more } as ReceiptLine)
const linesOf = (...lines: ReceiptLine[]) => presentReceipt({ kind: 'resolution', lines, ahead: [], budgetMs: 240 * minute, usedMs: 0, status: 'running', isMissed: false, dueAt: now, metAt: null } as unknown as Receipt, reading).lines.map(({ text, amount }) => [text, amount])

t.test('time that was given back stands with a minus, and a holiday without a name is one all the same', async t => {
  t.same(linesOf(line({}), line({ kind: 'adjusted', ms: -45 * minute }), line({ kind: 'adjusted', ms: 45 * minute }), line({ kind: 'holiday', name: '', ms: 0 }), line({ kind: 'holiday', name: 'Founders’ Day', ms: 0 })), [
    ['today, 9:00 to 10:30, our move', '1 h 30 min'],
    ['Counted under earlier hours or another policy', '−45 min'],
    ['Counted under earlier hours or another policy', '45 min'],
    ['today, 9:00 to 10:30, holiday', '0 min'],
    ['today, 9:00 to 10:30, holiday: Founders’ Day', '0 min']
  ])
})
