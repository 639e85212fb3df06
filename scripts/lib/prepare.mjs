import { fileURLToPath } from 'node:url'
import { isOlder } from './fresh.mjs'
import { runNode, runNpm } from './processes.mjs'

const oldestNode = [20, 19]

/** What ends up in `dist/`, and what says how. */
const sources = ['src', 'migrations', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.migrations.json']

/**
 * Gets the project's folder ready, from wherever the script was called: checks Node.js and installs the
 * packages when they are missing or older than the lock file.
 */
export async function install () {
  requireNode()
  process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
  if (!isOlder('node_modules/.package-lock.json', ['package-lock.json'])) return

  process.stdout.write('Installing packages …\n')
  // With NODE_ENV=production npm would leave out the compiler.
  await runNpm(['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'])
}

/** Compiles the server when a source is newer than the last build. */
export async function build () {
  if (!isOlder('dist/.built', sources)) return

  process.stdout.write('Building …\n')
  await runNode(['scripts/build.mjs'])
}

/** Ends a script with one line for people instead of a stack. */
export function giveUp (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

function requireNode () {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  process.stderr.write(`Ostiary needs Node.js ${oldestNode.join('.')} or newer. This is ${process.versions.node}.\n`)
  process.exit(1)
}
