// npm start, npm run demo: installs and builds when needed, then becomes the server, or the command that is named.
//
// The server runs in this very process, so that signals, exit code and process id are its own on any system.
import { build, giveUp, install } from './lib/prepare.mjs'

try {
  await install()
  await build()
} catch (error) {
  giveUp(error)
}

process.setSourceMapsEnabled(true)
if (process.env.npm_lifecycle_event) endWithParent()
await import(process.argv.length > 2 ? '../dist/cli.js' : '../dist/server.js')

/** npm passes a signal on to its shell, which ends without a word to us: then we end too, in good order. */
function endWithParent () {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}
