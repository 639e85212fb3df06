import 'dotenv/config'
import { buildApp } from './app.js'
import { openPlatform } from './open-platform.js'
import { BadSettings, readConfig, type Config } from './platform/config.js'
import { ensureSetupToken } from './setup/setup-token.js'
import { createWorker } from './worker.js'

/** Longest time that requests in hand get to finish when the process is told to stop. */
const stopWithinMs = 25_000

const config = readSettings()
const platform = await openPlatform(config)
const app = config.role === 'worker' ? null : await buildApp(platform, { logger: { level: config.logLevel } })
const worker = config.role === 'web' ? null : createWorker(platform)

if (app !== null) await app.listen({ port: config.port, host: config.host })
worker?.start()
await greet()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) process.once(signal, () => { void stop() })

/** Requests finish, jobs that have not begun are given back, then the database is closed. */
async function stop (): Promise<void> {
  setTimeout(() => process.exit(1), stopWithinMs).unref()
  await Promise.all([app?.close(), worker?.stop()])
  await platform.close()
  process.exit(0)
}

function readSettings (): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error
    process.stderr.write(`Ostiary cannot start with these settings:\n${error.message}\n`)
    process.exit(78)
  }
}

async function greet (): Promise<void> {
  if (app === null) return
  process.stdout.write(`Ostiary is at ${config.baseUrl}\n`)
  const token = await ensureSetupToken(platform)
  if (token !== null) process.stdout.write(`Set it up, once: ${config.baseUrl}/setup?token=${token}\n`)
}
