import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const places = ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/local/bin/mariadbd', '/opt/homebrew/bin/mariadbd']

const settings = {
  durable: ['--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=1G', '--innodb-log-file-size=256M'],
  quick: ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0', '--innodb-use-native-aio=0', '--innodb-buffer-pool-size=256M', '--innodb-log-file-size=64M']
}

/** Whether this machine has what {@link startMariaDb} needs. */
export const hasMariaDb = () => executable() !== undefined

/**
 * Starts a MariaDB of our own on a free port of this machine, with its data in a temporary folder below `parent`
 * and a user who may make databases.
 *
 * `durable` keeps every commit on the disk, as production does; measure with it. Tests run faster without. `flags` of the
 * server come last, so they win.
 *
 * @throws with the end of the server's log when it does not come up.
 */
export async function startMariaDb ({ durable = false, parent = os.tmpdir(), flags = [] } = {}) {
  if (!hasMariaDb()) throw new Error('This machine has no MariaDB server.')
  const folder = mkdtempSync(path.join(parent, 'ostiary-mariadb-'))
  const [data, socket, log, temporary] = ['data', 'socket', 'log', 'tmp'].map(name => path.join(folder, name))
  const port = await freePort()
  mkdirSync(temporary)
  const common = ['--no-defaults', ...(process.getuid?.() === 0 ? ['--user=root'] : []), `--datadir=${data}`, `--tmpdir=${temporary}`]

  try {
    execFileSync('mariadb-install-db', [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], { stdio: 'ignore' })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  const output = openSync(log, 'a')
  const server = spawn(executable(), [
    ...common, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1', `--pid-file=${path.join(folder, 'pid')}`,
    '--character-set-server=utf8mb4', '--skip-name-resolve', '--max-connections=300', ...settings[durable ? 'durable' : 'quick'], ...certificateIn(folder), ...flags
  ], { stdio: ['ignore', output, output] })
  const ended = new Promise(resolve => { server.once('exit', resolve) })

  async function stop () {
    if (server.kill('SIGTERM')) await ended
    rmSync(folder, { recursive: true, force: true })
  }

  if (!await answers(server, socket)) {
    const reason = readFileSync(log, 'utf8').split('\n').slice(-15).join('\n')
    await stop()
    throw new Error(`MariaDB did not start.\n${reason}`)
  }
  ask(socket, "CREATE USER ostiary@'127.0.0.1' IDENTIFIED BY 'ostiary'; GRANT ALL ON *.* TO ostiary@'127.0.0.1'; CREATE DATABASE ostiary")

  return { pid: server.pid, url: `mariadb://ostiary:ostiary@127.0.0.1:${port}/ostiary`, certificate: path.join(folder, 'cert.pem'), stop }
}

/** The settings for a certificate of its own, as `localhost`, where there is a tool to make one. */
function certificateIn (folder) {
  const [certificate, key] = ['cert.pem', 'key.pem'].map(name => path.join(folder, name))
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  } catch {
    return []
  }
  return [`--ssl-cert=${certificate}`, `--ssl-key=${key}`]
}

const executable = () => places.find(place => existsSync(place))

const ask = (socket, sql) => execFileSync('mariadb', ['--no-defaults', '-uroot', `--socket=${socket}`, '-e', sql], { stdio: 'ignore' })

async function answers (server, socket) {
  for (let tries = 0; tries < 600 && server.exitCode === null && server.signalCode === null; tries += 1) {
    try {
      if (existsSync(socket)) {
        ask(socket, 'SELECT 1')
        return true
      }
    } catch { /* It is there, but does not listen yet. */ }
    await wait(50)
  }
  return false
}

function freePort () {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
