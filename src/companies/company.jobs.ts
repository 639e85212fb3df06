import type { Platform } from '../platform/context.js'
import type { JobHandlers } from '../platform/jobs/worker.js'
import { matchPeople } from './commands/match-people.js'

/** May run twice: it puts people where they belong, whatever was done before. */
export const companyJobs = (platform: Platform): Pick<JobHandlers, 'match-people'> => ({
  'match-people': async stretch => matchPeople(platform, stretch)
})
