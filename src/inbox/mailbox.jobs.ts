import type { Platform } from '../platform/context.js'
import type { JobHandlers } from '../platform/jobs/worker.js'
import { watchMailboxes } from './commands/watch-mailboxes.js'

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'watch-mailboxes': Record<string, never> }
}

/** What recurs about mailboxes. */
export function mailboxJobs (platform: Platform): Pick<JobHandlers, 'watch-mailboxes'> {
  return { 'watch-mailboxes': async () => watchMailboxes(platform) }
}
