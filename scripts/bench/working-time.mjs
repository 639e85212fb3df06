import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { drawCase, drawFrom, drawStretches } from './working-time-cases.mjs'

const round = 50_000

/**
 * `ostiary sla batch` against counting minute by minute: random questions in rounds, only the time that the
 * answers take is measured. Resolves to what went wrong and how fast it was.
 *
 * @throws when the command ends before it has answered.
 */
export async function benchWorkingTime ({ cases, seed, say }) {
  const draws = drawFrom(seed)
  const stretches = drawStretches(draws)
  say(`seed ${seed}, ${stretches.length} stretches of days in ${new Set(stretches.map(({ timeZone }) => timeZone)).size} zones`)

  const child = spawn(process.execPath, ['dist/cli.js', 'sla', 'batch'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const wrong = []
  let ms = 0
  for (let done = 0; done < cases; done += round) {
    const drawn = Array.from({ length: Math.min(round, cases - done) }, () => drawCase(draws, stretches))
    const text = drawn.map(({ question }) => `${JSON.stringify(question)}\n`).join('')
    const began = performance.now()
    child.stdin.write(text)
    const answers = await take(lines, drawn.length)
    ms += performance.now() - began
    for (const [place, { question, answer }] of drawn.entries()) {
      if (answers[place] !== JSON.stringify(answer)) wrong.push({ question, expected: answer, answered: answers[place] })
    }
    if (wrong.length > 0) break
    say(`${(done + drawn.length).toLocaleString('en')} as counted, ${(ms / 1000).toFixed(1)} s`)
  }
  child.stdin.end()
  const [code] = await once(child, 'close')
  return { seed, cases, seconds: ms / 1000, wrong, code }
}

async function take (lines, count) {
  const taken = []
  while (taken.length < count) {
    const { value, done } = await lines.next()
    if (done) throw new Error(`The command ended after ${taken.length} answers of ${count}.`)
    taken.push(value)
  }
  return taken
}
