import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Starts a MariaDB of our own, on a free port of this machine and with data in a temporary folder.
 *
 * `durable` keeps every commit on the disk, as production does; without it tests run faster.
 */
export async function startMariaDb ({ durable = false } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-mariadb-'))
  const data = path.join(folder, 'data')
  const socket = path.join(folder, 'socket')
  const port = await freePort()
  const user = process.getuid?.() === 0 ? ['--user=root'] : []

  execFileSync('mariadb-install-db', ['--no-defaults', ...user, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'], { stdio: 'ignore' })
  const server = spawn(executable(), [
    '--no-defaults', ...user, `--datadir=${data}`, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1', `--pid-file=${path.join(folder, 'pid')}`,
    '--character-set-server=utf8mb4', '--max-connections=300', '--innodb-buffer-pool-size=1G', '--innodb-log-file-size=256M', `--innodb-flush-log-at-trx-commit=${durable ? 1 : 2}`,
    ...(durable ? [] : ['--innodb-doublewrite=0', '--skip-log-bin'])
  ], { stdio: 'ignore' })

  await answers(socket)
  execFileSync('mariadb', ['--no-defaults', '-uroot', `--socket=${socket}`, '-e', "CREATE USER ostiary@'127.0.0.1' IDENTIFIED BY 'ostiary'; GRANT ALL ON *.* TO ostiary@'127.0.0.1'; CREATE DATABASE ostiary"])

  return {
    pid: server.pid,
    url: `mariadb://ostiary:ostiary@127.0.0.1:${port}/ostiary`,
    async stop () {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Whether this machine has what {@link startMariaDb} needs. */
export const hasMariaDb = () => executable() !== undefined

const executable = () => ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/local/bin/mariadbd', '/opt/homebrew/bin/mariadbd'].find(place => existsSync(place))

async function answers (socket) {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      execFileSync('mariadb', ['--no-defaults', '-uroot', `--socket=${socket}`, '-e', 'SELECT 1'], { stdio: 'ignore' })
      return
    } catch {
      await wait(100)
    }
  }
  throw new Error('MariaDB did not answer within half a minute.')
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
