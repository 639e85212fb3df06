// npm start, npm run demo: installs and builds when needed, then becomes the server, or the command that is named.
//
// The server runs in this very process: signals, exit code and process id are its own, and nothing has to pass
// them on, on any system.
import { build, giveUp, install } from './lib/prepare.mjs'

try {
  await install()
  await build()
} catch (error) {
  giveUp(error)
}

process.setSourceMapsEnabled(true)
await import(process.argv.length > 2 ? '../dist/cli.js' : '../dist/server.js')
