// npm test [-- part of a file's name …]: everything, on both database engines and in a real browser.
//
// On a fresh clone it installs what it needs. The last line counts assertions: N passed, N failed.
import { giveUp, install } from './lib/prepare.mjs'

try {
  await install()
  const { runTests } = await import('./lib/run-tests.mjs')
  process.exitCode = await runTests(process.argv.slice(2)) ? 0 : 1
} catch (error) {
  giveUp(error)
}
