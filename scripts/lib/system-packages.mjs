import { existsSync } from 'node:fs'
import path from 'node:path'
import { hasDovecot } from './dovecot.mjs'
import { hasMariaDb } from './mariadb.mjs'
import { run } from './processes.mjs'

const apple = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe']

/** The browser that tests drive: `CHROMIUM_PATH`, or the first that is found. */
export function findChromium () {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const places = [process.env.CHROMIUM_PATH, ...browsers.flatMap(name => folders.map(folder => path.join(folder, name))), apple]
  return places.find(place => place && existsSync(place))
}

const proxies = [['/usr/sbin/nginx', 'nginx'], ['/usr/sbin/apache2', 'apache2'], ['/usr/bin/openssl', 'openssl'], ['/usr/bin/systemd-analyze', 'systemd']]

/**
 * Sees to the database server, the mail server, the browser, and what stands before the server on a real machine. Root on
 * Debian or Ubuntu gets what is missing installed.
 *
 * @throws elsewhere, with what to install.
 */
export async function needSystemPackages ({ server, browser, mail, proxy }) {
  const missing = [
    ...(server && !hasMariaDb() ? ['mariadb-server'] : []), ...(mail && !hasDovecot() ? ['dovecot-imapd'] : []), ...(browser && !findChromium() ? ['chromium'] : []),
    ...(proxy ? proxies.filter(([place]) => !existsSync(place)).map(([, name]) => name) : [])
  ]
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`The tests need ${missing.join(' and ')}. Install ${missing.length > 1 ? 'them' : 'it'} and try again; TEST_DATABASE_URL and CHROMIUM_PATH name ones in unusual places.`)
  }

  process.stdout.write(`Installing ${missing.join(' and ')} …\n`)
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] }
  await run('apt-get', ['update', '-qq'], options)
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options)
}
