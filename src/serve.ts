import { buildApp } from './app.js'
import { openListener } from './inbox/listener.jobs.js'
import { openPlatform, type OpenPlatform } from './open-platform.js'
import type { Config } from './platform/config.js'
import { listening } from './platform/start-trouble.js'
import { checkFolder } from './platform/storage/check-folder.js'
import { createMailboxRunners, createWebhookSender, createWorker } from './worker.js'

/** Longest time that requests in hand get to finish when the process is told to stop. */
const stopWithinMs = 25_000

/**
 * Opens the database and runs the web side, the worker, or both, until the process is told to stop: then
 * requests finish, jobs that have not begun are given back, and the database is closed.
 */
export async function serve (config: Config, { prepare }: { prepare?: (platform: OpenPlatform) => Promise<void> } = {}): Promise<OpenPlatform> {
  await checkFolder(config.storageUrl)
  const platform = await openPlatform(config)
  await prepare?.(platform)
  const app = config.role === 'worker' ? null : await buildApp(platform, { logger: { level: config.logLevel } })
  const worker = config.role === 'web' ? null : createWorker(platform)
  const mailboxes = config.role === 'web' ? null : createMailboxRunners(platform)
  const webhooks = config.role === 'web' ? null : createWebhookSender(platform)
  const listener = config.role === 'web' || config.inboxUrl === null ? null : await listening('INBOX_URL', async () => openListener(platform, config.inboxUrl ?? ''))

  let isStopping = false
  await listening('PORT', async () => app?.listen({ port: config.port, host: config.host }))
  worker?.start()
  mailboxes?.start()
  webhooks?.start()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) process.on(signal, () => { void stop() })
  return platform

  async function stop (): Promise<void> {
    // A shell may pass the same signal on twice; the second must not cut the first short.
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    await Promise.all([app?.close(), worker?.stop(), mailboxes?.stop(), webhooks?.stop(), listener?.close()])
    await platform.close()
    process.exit(0)
  }
}
