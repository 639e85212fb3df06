// npm run build: compiles the server and its migrations into dist/.
//
// The new dist/ takes the old one's place only when it is whole, so a build that fails, or that runs beside
// another one, leaves something that starts.
import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { giveUp, install } from './lib/prepare.mjs'
import { runNode } from './lib/processes.mjs'

const began = new Date()
const made = `dist-${process.pid}`
const compile = (project, folder) => runNode(['node_modules/typescript/bin/tsc', '-p', project, '--outDir', folder])

try {
  await install()
  await Promise.all([compile('tsconfig.build.json', made), compile('tsconfig.migrations.json', `${made}/migrations`)])
  writeFileSync(path.join(made, '.built'), '')
  // As old as what it was made from: a file saved while we compiled is newer, and is built the next time.
  utimesSync(path.join(made, '.built'), began, began)
  rmSync('dist', { recursive: true, force: true })
  renameSync(made, 'dist')
} catch (error) {
  rmSync(made, { recursive: true, force: true })
  giveUp(error)
}
