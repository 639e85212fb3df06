import fc from 'fast-check'
import type { Test } from 'tap'

/** Another one each time. To repeat a run, set SEED to the one it printed. */
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)

/** Asserts that a check, which throws when it fails, holds for whatever can be drawn. */
export function holds<Drawn> (t: Test, any: fc.Arbitrary<Drawn>, check: (drawn: Drawn) => void, numRuns = 300): void {
  t.comment(`seed ${seed}`)
  t.doesNotThrow(() => fc.assert(fc.property(any, drawn => { check(drawn) }), { seed, numRuns }))
}
