import { openPlatform } from '../../src/open-platform.js'
import { takeMessage } from '../../src/inbox/commands/take-message.js'
import { MailboxRunners } from '../../src/inbox/mailbox-runners.jobs.js'
import { readConfig } from '../../src/platform/config.js'
import { quickly } from './imap-support.js'

/** A process that only fetches, to be killed at any moment. Its leases are short, so that the next one need not wait long. */
// A test that was ended itself cannot end us.
process.on('disconnect', () => process.exit())
const platform = await openPlatform(readConfig(process.env))
new MailboxRunners(platform, { take: async (raw, mailboxId) => takeMessage(platform, raw, { door: 'imap', mailboxId }), pause: quickly, everyMs: 50, leaseMs: 1000, lookAgainMs: 100_000 }).start()
