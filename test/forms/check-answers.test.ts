import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { checkAnswers } from '../../src/forms/check-answers.js'
import { questionKinds, type QuestionKind } from '../../src/forms/question-kind.js'
import { holds } from '../support/property.js'

const question = (kind: QuestionKind, more: { isRequired?: boolean, options?: string[] } = {}) => ({ id: 1, label: 'Room', kind, options: ['North', 'South wing'], isRequired: false, ...more })

function check (kind: QuestionKind, typed: string | string[] | undefined, more: { isRequired?: boolean, options?: string[] } = {}): unknown {
  const { answers, problems } = checkAnswers([question(kind, more)], new Map(typed === undefined ? [] : [[1, typed]]))
  return problems.get(1)?.key ?? answers.get(1)
}

t.test('what was typed is taken in the form in which it is kept', async t => {
  t.equal(check('short_text', '  C 2.08\u0000 \r\n east  '), 'C 2.08 east')
  t.equal(check('long_text', ' One\r\ntwo \ud800 '), 'One\ntwo \ufffd')
  t.equal(check('choice', 'South wing'), 'South wing')
  t.same(check('choices', ['North', 'South wing', 'North']), ['North', 'South wing'])
  t.same(check('choices', undefined), [])
  t.equal(check('date', '2028-02-29'), '2028-02-29')
  t.equal(check('number', ' -3,5 '), '-3.5')
  t.equal(check('email', 'maria@riverside.example'), 'maria@riverside.example')
  t.equal(check('phone', '+49 (621) 555-0100'), '+49 (621) 555-0100')
  t.equal(check('checkbox', 'on'), true)
  t.equal(check('checkbox', ''), false)
  t.equal(check('file', 'whatever'), undefined, 'files are no answers')
})

t.test('what does not fit is told in words', async t => {
  for (const date of ['2026-02-30', '2026-2-3', '24.11.2026', 'tomorrow', '2026-13-01']) t.equal(check('date', date), 'forms.bad.date', date)
  for (const number of ['twelve', '1e5', '1.2.3', '--1', '0x10', 'NaN', '1'.repeat(16)]) t.equal(check('number', number), 'forms.bad.number', number)
  for (const email of ['maria', 'maria@', 'a b@riverside.example', 'Maria <maria@riverside.example>']) t.equal(check('email', email), 'forms.bad.email', email)
  for (const phone of ['12', '----', 'call me', '+49 621 555 0100 ext 3']) t.equal(check('phone', phone), 'forms.bad.phone', phone)
  t.equal(check('choice', 'West'), 'refusal.not_a_choice')
  t.equal(check('choices', ['North', 'West']), 'refusal.not_a_choice')
  t.equal(check('short_text', 'x'.repeat(501)), 'refusal.too_long')
  t.equal(check('date', 'x'.repeat(501)), 'refusal.too_long')
  t.equal(check('long_text', 'x'.repeat(20_001)), 'refusal.too_long')
})

t.test('an answer that is needed has to be given', async t => {
  const missing = (kind: QuestionKind, typed?: string | string[]) => check(kind, typed, { isRequired: true })
  for (const kind of ['short_text', 'long_text', 'date', 'number', 'email', 'phone'] as const) t.equal(missing(kind, ' \u0007 '), 'forms.missing.text', kind)
  t.equal(missing('choice'), 'forms.missing.choice')
  t.equal(missing('choices', ['']), 'forms.missing.choice')
  t.equal(missing('checkbox'), 'forms.missing.checkbox')
  t.equal(missing('number', '0'), '0', 'nought is an answer')
})

t.test('whatever is typed, every question gets an answer, and one that was taken is taken again', async t => {
  const anyTyped = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(fc.oneof(fc.string(), fc.constantFrom('North', 'South wing')), { maxLength: 4 }), fc.constantFrom('2026-11-24', '12', '+49 621 555 0100', 'North'))
  holds(t, fc.tuple(fc.constantFrom(...questionKinds), fc.boolean(), anyTyped), ([kind, isRequired, typed]) => {
    const asked = [question(kind, { isRequired })]
    const { answers, problems } = checkAnswers(asked, new Map([[1, typed]]))
    assert.equal(answers.has(1), kind !== 'file')
    if (problems.size > 0 || kind === 'file') return

    const value = answers.get(1) ?? null
    const again = checkAnswers(asked, new Map([[1, typeof value === 'boolean' ? (value ? 'on' : '') : value ?? '']]))
    assert.deepEqual([again.answers.get(1), again.problems.size], [value, 0])
    assert.ok(Buffer.byteLength(JSON.stringify(value)) < 1000, 'and is kept in little room')
  }, 1000)
})
