import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { walkDockerfile } from './dockerfile.js'
import { freePort } from './processes.js'

const context = path.join(import.meta.dirname, '..', '..', '..')
const nobody = 65_534
const isRoot = process.getuid?.() === 0
// Another user must be able to get there.
const place = mkdtempSync('/tmp/ostiary-image-')
chmodSync(place, 0o755)
t.teardown(() => { rmSync(place, { recursive: true, force: true }) })

t.test('each step of the Dockerfile runs, and what comes out serves as somebody who may write nowhere but to its volume', { timeout: 400_000 }, async t => {
  const image = walkDockerfile({ context, place, owner: isRoot ? `${nobody}:${nobody}` : `${process.getuid!()}:${process.getgid!()}` })
  t.equal(image.user, 'node', 'not root')
  t.same(image.volumes, [path.join(image.workdir, 'var')])
  t.same(readdirSync(image.workdir).toSorted(), ['LICENSE', 'dist', 'node_modules', 'package.json', 'public', 'scripts', 'var', 'views'], 'nothing is in it that it does not need')
  t.notOk(readdirSync(path.join(image.workdir, 'node_modules')).some(name => ['typescript', 'tap', 'playwright-core'].includes(name)), 'nor a tool of builders')
  const before = shapeOf(image.workdir)

  const port = String(await freePort())
  const someone = { cwd: image.workdir, ...(isRoot ? { uid: nobody, gid: nobody } : {}), env: { PATH: process.env.PATH, ...image.env, HOST: '127.0.0.1', PORT: port, BASE_URL: `http://127.0.0.1:${port}`, LOG_LEVEL: 'silent' } }
  const [command, ...args] = image.command as [string, ...string[]]
  const server = spawn(command, args, { ...someone, stdio: ['ignore', 'ignore', 'inherit'] })
  t.teardown(() => { server.kill('SIGKILL') })
  const health = (env: Record<string, string> = {}): boolean => {
    try {
      execFileSync(image.health[0]!, image.health.slice(1), { ...someone, env: { ...someone.env, ...env }, stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  for (let tries = 0; tries < 1200 && server.exitCode === null && !await isUp(port); tries += 1) await wait(50)

  t.ok(health(), 'its health check says so')
  const page = await fetch(`http://127.0.0.1:${port}/`)
  t.match(await page.text(), /This desk is not set up yet/)
  t.same(shapeOf(image.workdir), before, 'it wrote to its volume alone')
  t.ok(readdirSync(path.join(image.workdir, 'var')).some(name => name.endsWith('.sqlite')))

  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  t.same(await ended, [0, null], 'told to stop, it stops in order')
  t.notOk(health(), 'and its health check says so')
  t.ok(health({ ROLE: 'worker' }), 'a worker listens to nobody')
})

t.test('systemd finds nothing wrong with the unit file', async t => {
  const said = execFileSync('systemd-analyze', ['verify', '--man=no', path.join(context, 'deploy', 'linux', 'ostiary@.service')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  t.equal(said, '')
})

const isUp = async (port: string): Promise<boolean> => fetch(`http://127.0.0.1:${port}/healthz`).then(({ ok }) => ok, () => false)

/** Every file but those of the volume, with its size and when it was changed. */
function shapeOf (folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => !name.startsWith('var')).sort().map(name => {
    const { size, mtimeMs } = statSync(path.join(folder, name))
    return `${name} ${size} ${mtimeMs}`
  })
}
