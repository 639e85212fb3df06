import t from 'tap'
import { automaticOf } from '../../../src/platform/mime/automatic.js'
import { people } from './human-mail.js'
import { machines } from './machine-mail.js'

t.test('mail of machines is recognised, 99 of a hundred, and for what it is', async t => {
  const samples = Object.values(machines).flat()
  t.ok(samples.length >= 200, `${samples.length} samples`)
  const missed = samples.filter(({ message }) => automaticOf(message) === null).map(({ name }) => name)
  t.comment(`missed ${missed.length} of ${samples.length}: ${missed.join('; ')}`)
  t.ok(missed.length * 100 <= samples.length, missed.join('; '))

  for (const [kind, samples] of Object.entries(machines)) {
    t.same(samples.filter(({ message }) => ![kind, null].includes(automaticOf(message))).map(({ name, message }) => `${name} is no ${automaticOf(message)}`), [], kind)
  }
})

t.test('mail of people is not mistaken for it, not one in a hundred', async t => {
  t.ok(people.length >= 300, `${people.length} samples`)
  const mistaken = people.flatMap(({ name, message }) => automaticOf(message) === null ? [] : [`${name} (${automaticOf(message)})`])
  t.comment(`mistaken ${mistaken.length} of ${people.length}: ${mistaken.join('; ')}`)
  t.ok(mistaken.length * 100 <= people.length, mistaken.join('; '))
})
