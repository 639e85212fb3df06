import { readFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { drawLifecycles } from '../src/draw-lifecycles.js'

t.test('docs/lifecycles.md shows the lifecycle as it is in the code', async t => {
  const drawn = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'lifecycles.md'), 'utf8')
  t.equal(drawn, drawLifecycles(), 'run npm run draw')
})
