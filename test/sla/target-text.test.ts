import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { minutesADay, readTarget, writeTarget } from '../../src/sla/target-text.js'
import { translator } from '../../src/platform/i18n/translate.js'
import { holds } from '../support/property.js'

const day = 8 * 60
const words = (locale: string) => ({ days: (days: number) => translator(locale)('sla.days', { days }) })

t.test('a promise is read as one would say it', async t => {
  const said = { '30 min': 30, '4 h': 240, '4h': 240, '2 h 30 min': 150, '1.5 hours': 90, '1,5 Stunden': 90, '3 days': 1440, '3 Tage': 1440, '1 Tag': 480, '  90 Minuten ': 90, '1 d 2 h': 600, '2 Std.': 120 }
  for (const [text, minutes] of Object.entries(said)) t.equal(readTarget(text, day), minutes, text)
  t.equal(readTarget('3 days', minutesADay({ aroundTheClock: true })), 3 * 24 * 60)
  t.equal(readTarget(' ', day), null, 'nothing is promised')
})

t.test('what cannot be read is no number', async t => {
  for (const text of ['soon', '4', '4 x', 'h 4', '4 h and more', '4 h 30', '-1 h', '1 e3 h', '∞ days']) t.ok(Number.isNaN(readTarget(text, day)), text)
})

t.test('a promise is written so that it reads back the same', async t => {
  t.same([null, 30, 60, 150, 480, 960, 1440, 2400].map(minutes => writeTarget(minutes, day, words('en'))), ['', '30 min', '1 h', '2 h 30 min', '8 h', '2 days', '3 days', '5 days'])
  t.equal(writeTarget(1440, day, words('de')), '3 Tage')
  holds(t, fc.tuple(fc.integer({ min: 1, max: 600_000 }), fc.constantFrom('en', 'de'), fc.constantFrom(480, 1440)), ([minutes, locale, length]) => {
    assert.equal(readTarget(writeTarget(minutes, length, words(locale)), length), minutes)
  })
})
