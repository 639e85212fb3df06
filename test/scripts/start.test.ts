import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'

const start = path.resolve('scripts/start.mjs')

/** Starts it as `npm start` does, from another folder and on an empty database. */
function launch (t: Test, env: Record<string, string>, args = [start]) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'start-'))
  const own = { DATABASE_URL: `sqlite:${folder}/desk.sqlite`, STORAGE_URL: `file:${folder}`, SECRET_KEY: 'a key for tests that is long enough', LOG_LEVEL: 'silent' }
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  t.teardown(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  return child
}

async function freePort (): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

t.test('it serves from an empty database, and ends in good order when told to', async t => {
  const port = await freePort()
  const child = launch(t, { PORT: String(port) })
  let said = ''
  for await (const piece of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += String(piece)
    if (said.includes('/setup?token=')) break
  }

  const health = await fetch(`http://127.0.0.1:${port}/healthz`)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')

  t.match(said, `Ostiary is at http://localhost:${port}`)
  t.equal(health.status, 200)
  t.equal(code, 0)
})

t.test('a setting that is wrong is named, and nothing starts', async t => {
  const child = launch(t, { PORT: 'eighty' })
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])

  t.match(complaint, /PORT must be .*eighty/)
  t.equal(code, 78)
})

t.test('an old Node.js is told which one is needed', async t => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } }); await import('file://${start}')`
  const child = launch(t, {}, ['--input-type=module', '-e', pretend])
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])

  t.equal(complaint, 'Ostiary needs Node.js 20.19 or newer. This is 20.18.3.\n')
  t.equal(code, 1)
})
