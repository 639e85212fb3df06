import { existsSync } from 'node:fs'
import { isOlder } from './fresh.mjs'
import { runNode, runNpm } from './processes.mjs'

const oldest = [20, 19]

/** Installs what is missing and builds what is out of date, so that a fresh clone needs no other step. */
export async function prepare () {
  requireNode()
  if (!existsSync('node_modules') || isOlder('node_modules/.package-lock.json', ['package-lock.json'])) await runNpm(['ci', '--no-fund', '--no-audit', '--loglevel=error'])
  if (isOlder('dist/.built', ['src', 'migrations', 'package-lock.json', 'tsconfig.json'])) await runNode(['scripts/build.mjs'])
}

function requireNode () {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return
  process.stderr.write(`Ostiary needs Node.js ${oldest.join('.')} or newer. This is ${process.versions.node}.\n`)
  process.exit(1)
}
