import type { Platform } from '../platform/context.js'
import { forgetAskedFacts } from './commands/forget-asked-facts.js'
import { retireBrokenRules } from './commands/retire-broken-rules.js'
import { runEventRules } from './commands/run-event-rules.js'
import { runTimeRules } from './commands/run-time-rules.js'

/** What this room does later. Events come with the job that also tells people of them: rules are asked first. */
export const ruleJobs = (platform: Platform) => ({
  'run-time-rules': async () => {
    await retireBrokenRules(platform)
    await runTimeRules(platform)
  },
  'forget-asked-facts': async () => forgetAskedFacts(platform),
  'ask-rules': async (event: { eventId: number }) => runEventRules(platform, event)
})
