import { openPlatform } from '../../src/open-platform.js'
import { takeMessage } from '../../src/inbox/commands/take-message.js'
import { MailboxRunners } from '../../src/inbox/mailbox-runners.jobs.js'
import { readConfig } from '../../src/platform/config.js'
import { lookAgainMs, quickly } from './imap-support.js'

/**
 * A process that fetches, to be killed at any moment, and that also reads what it fetched when `READS_SINCE` is set.
 * Its leases are short, so that the next one need not wait long: those of jobs are, because its time runs faster.
 */
// A test that was ended itself cannot end us.
process.on('disconnect', () => process.exit())
const since = Number(process.env.READS_SINCE ?? 0)
const speed = since === 0 ? 1 : 60
const platform = await openPlatform(readConfig(process.env), since === 0 ? {} : { clock: { now: () => new Date(since + (Date.now() - since) * speed) } })
new MailboxRunners(platform, { take: async (raw, mailboxId) => takeMessage(platform, raw, { door: 'imap', mailboxId }), pause: quickly, everyMs: 50, leaseMs: 1000 * speed, lookAgainMs }).start()
// Only then: it takes as long to load as all the rest.
if (since !== 0) {
  const [{ Worker }, { createJobHandlers }] = await Promise.all([import('../../src/platform/jobs/worker.js'), import('../../src/worker.js')])
  const nothing = async (): Promise<void> => {}
  new Worker(platform, { handlers: { ...createJobHandlers(platform, null), 'notify-of-event': nothing, 'index-ticket': nothing }, timers: {}, idleMs: 30 }).start()
}
