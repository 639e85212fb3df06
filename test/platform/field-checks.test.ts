import t from 'tap'
import { InvalidFields } from '../../src/platform/errors.js'
import { FieldChecks } from '../../src/platform/field-checks.js'

function problemsOf (read: (checks: FieldChecks) => void): unknown {
  const checks = new FieldChecks()
  read(checks)
  try {
    checks.refuse()
    return {}
  } catch (error) {
    return error instanceof InvalidFields ? error.fields : error
  }
}

t.test('lines are cleaned of what nobody types', async t => {
  const checks = new FieldChecks()
  t.equal(checks.line('name', '  IT\r\n Service\u0000 \u2028 Desk\ud800 '), 'IT Service Desk\ufffd')
  t.equal(checks.address('mail', ' Help@Riverside.Example ', 'settings.bad.mail_address'), 'help@riverside.example')
  t.equal(checks.address('mail', ' ', 'settings.bad.mail_address'), null)
  t.doesNotThrow(() => { checks.refuse() })
})

t.test('everything that is wrong is told at once, and of each field the first', async t => {
  t.same(problemsOf(checks => {
    checks.name('name', ' \n')
    checks.line('description', 'x'.repeat(256))
    checks.address('mail', 'nobody', 'settings.bad.mail_address')
    checks.whole('days', 1.5, 0, 60)
    checks.whole('weeks', Number.NaN, 1, 4)
    checks.choice('icon', 'none', ['key', 'lock'])
    checks.note('icon', 'refusal.required')
  }), {
    name: { key: 'refusal.name_missing' },
    description: { key: 'refusal.too_long', values: { limit: 255, length: 256 } },
    mail: { key: 'settings.bad.mail_address' },
    days: { key: 'refusal.not_between', values: { least: 0, most: 60 } },
    weeks: { key: 'refusal.not_between', values: { least: 1, most: 4 } },
    icon: { key: 'refusal.not_a_choice' }
  })
})
