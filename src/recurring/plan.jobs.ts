import type { Platform } from '../platform/context.js'
import { openDuePlans } from './commands/open-due-plans.js'

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'open-planned-tickets': object }
}

/** Running it twice is harmless: each planned time makes one ticket. */
export const planJobs = (platform: Platform) => ({
  'open-planned-tickets': async () => openDuePlans(platform)
})
