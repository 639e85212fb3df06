import fc from 'fast-check'
import t from 'tap'
import { repeatedName } from '../../src/platform/http/repeated-name.js'

t.test('a name that stands twice in one object of a JSON text is found, however it is written', async t => {
  const cases: Array<[json: string, name: string | null]> = [
    ['{"a":1,"a":2}', 'a'], ['{"a":1, "\\u0061"\n\t :2}', 'a'], ['[{"b":{"a":[{"c":1,"c":1}]}}]', 'c'], ['{"":0,"":1}', ''], ['{"a":{"x":1},"b":{"x":1},"a":3}', 'a'], ['{"\\\\":1,"\\\\":2}', '\\'], ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"a":{"a":{"a":1}}}', null], ['[{"a":1},{"a":1}]', null], ['{"a":"a","b":"a"}', null], ['{"a":"{\\"a\\":1,\\"a\\":2}"}', null], ['{"a":"\\\\","b":"\\\\\\""}', null], ['"a"', null], ['1', null], ['[]', null], ['{"A":1,"a":2}', null], ['{"é":1,"e\u0301":2}', null]
  ]
  for (const [json, name] of cases) {
    JSON.parse(json)
    t.equal(repeatedName(json), name, json)
  }
  t.equal(repeatedName(`${'['.repeat(50_000)}${']'.repeat(50_000)}`), null)
})

t.test('what a machine wrote has no name twice, and with one more it has', async t => {
  fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { minKeys: 1 }), fc.nat(), fc.constantFrom(0, 1, 2), (value, place, indent) => {
    const json = JSON.stringify(value, null, indent)
    const names = Object.keys(value)
    const name = names[place % names.length]!
    return repeatedName(json) === null && repeatedName(`${json.trimEnd().slice(0, -1)},${JSON.stringify(name)}: 1}`) === name
  }))
  t.pass()
})
