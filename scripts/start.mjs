// npm start, npm run demo: installs and builds when needed, then becomes the server.
import { spawn } from 'node:child_process'
import { prepare } from './lib/prepare.mjs'

const entries = { start: ['dist/server.js'], demo: ['dist/cli.js', 'demo'] }

await prepare()
const child = spawn(process.execPath, ['--enable-source-maps', ...entries[process.argv[2] ?? 'start']], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.once('exit', code => process.exit(code ?? 1))
