import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TestPlatform } from '../support/platform.js'

export interface Running { pid: number, port: number, end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null> }

/** Starts the real server in a process of its own, as a unit file does, and waits until it is up. */
export async function startProcess ({ databaseUrl, config }: TestPlatform, role: 'web' | 'worker', env: Record<string, string>): Promise<Running> {
  const port = await freePort()
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', '..', 'src', 'server.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ROLE: role, PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: databaseUrl, STORAGE_URL: config.storageUrl, SECRET_KEY: config.secretKey, LOG_LEVEL: 'silent', ...env }
  })
  if (role === 'web') await untilUp(child, port)
  return {
    pid: child.pid!,
    port,
    async end (signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
      return child.exitCode
    }
  }
}

async function untilUp (child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (child.exitCode !== null) break
    if (await fetch(`http://127.0.0.1:${port}/healthz`).then(({ ok }) => ok, () => false)) return
    await wait(50)
  }
  throw new Error('The server did not come up.')
}

/** A port that nobody listens on. */
export async function freePort (): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
