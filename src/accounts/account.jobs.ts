import type { Platform } from '../platform/context.js'
import type { JobHandlers } from '../platform/jobs/worker.js'
import { sweepIdempotentRequests } from '../platform/idempotency/idempotency.js'
import { sweepBrakes } from '../platform/security/brakes.js'
import { letIn } from './commands/let-in.js'
import { sweepTokens } from './one-time-tokens.js'

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'clean-accounts': Record<string, never> }
}

/** Letting people in, and deleting what has run out: brakes, answers to programs, tokens and sessions. */
export function accountJobs (platform: Platform): Pick<JobHandlers, 'let-in' | 'clean-accounts'> {
  return {
    'let-in': async request => letIn(platform, request),
    'clean-accounts': async () => {
      const now = platform.clock.now()
      await sweepBrakes(platform.db, now)
      await sweepIdempotentRequests(platform.db, now)
      await platform.db.transaction(async manager => {
        await sweepTokens(manager, now)
        await manager.query('DELETE FROM sessions WHERE expires_at <= ?', [now.getTime()])
      })
    }
  }
}
