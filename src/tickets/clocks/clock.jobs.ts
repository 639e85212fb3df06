import { system } from '../../platform/actor.js'
import { withActor, type Platform } from '../../platform/context.js'
import type { JobHandlers } from '../../platform/jobs/worker.js'
import { recomputeClocks, type TermsChange } from './recompute.js'
import { sweepTargets } from '../commands/sweep-targets.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs {
    'sweep-targets': Record<string, never>
    'recompute-clocks': TermsChange
  }
}

/** The jobs of the clocks. Both commands may run again without harm, as their own words say. */
export function clockJobs (platform: Platform): Pick<JobHandlers, 'sweep-targets' | 'recompute-clocks'> {
  return {
    'sweep-targets': async () => sweepTargets(withActor(platform, system)),
    'recompute-clocks': async change => recomputeClocks(withActor(platform, system), change)
  }
}
