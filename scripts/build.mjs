// Compiles the server and its migrations into dist/, and puts the browser's libraries beside our own scripts.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { runNode } from './lib/processes.mjs'

const vendored = { 'node_modules/htmx.org/dist/htmx.min.js': 'public/js/vendor/htmx.min.js' }

rmSync('dist', { recursive: true, force: true })
for (const project of ['tsconfig.build.json', 'tsconfig.migrations.json']) await runNode(['node_modules/typescript/bin/tsc', '-p', project])

for (const [from, to] of Object.entries(vendored)) {
  mkdirSync(to.slice(0, to.lastIndexOf('/')), { recursive: true })
  copyFileSync(from, to)
}
writeFileSync('dist/.built', new Date().toISOString())
