import type { Platform } from '../platform/context.js'
import { forgetMissedSearches } from './commands/forget-missed-searches.js'

/** What this room does later. */
export const knowledgeJobs = (platform: Platform) => ({
  'forget-missed-searches': async () => forgetMissedSearches(platform)
})
