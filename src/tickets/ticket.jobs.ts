import { system } from '../platform/actor.js'
import { withActor, type Platform } from '../platform/context.js'
import { closeSolvedTickets, followUpClosedTickets, remindOfClosing, returnUntouchedTickets, wakeTicketsOnHold } from './commands/run-ticket-timers.js'
import { recomputeReturns, type ReturnTermsChange } from './commands/recompute-returns.js'
import { emptyBin, forgetPresences } from './commands/clean-tickets.js'

import { cleanRequestForms } from './commands/save-request-form.js'
import { returnHandOver } from './hand-overs/commands/return-hand-over.js'
import { runHandOverPlans } from './hand-overs/commands/run-hand-over-plans.js'
import { runHandOver } from './hand-overs/commands/run-hand-over.js'
import { indexTicket } from './search/index-ticket.js'

declare module '../platform/jobs/enqueue.js' {
  interface Jobs {
    'wake-tickets': object
    'close-solved-tickets': object
    'remind-of-closing': object
    'follow-up-closed-tickets': object
    'return-untouched-tickets': object
    'recompute-returns': ReturnTermsChange
    'forget-presences': object
    'empty-bin': object
  }
}

/** Each looks at the rows as they are when it runs, so running one twice finds nothing left to do. */
export const ticketJobs = (platform: Platform) => ({
  'wake-tickets': async () => wakeTicketsOnHold(platform),
  'close-solved-tickets': async () => closeSolvedTickets(platform),
  'remind-of-closing': async () => remindOfClosing(platform),
  'follow-up-closed-tickets': async () => followUpClosedTickets(platform),
  'return-untouched-tickets': async () => returnUntouchedTickets(platform),
  'recompute-returns': async (change: ReturnTermsChange) => recomputeReturns(withActor(platform, system), change),
  'run-hand-over': async ({ handOverId }: { handOverId: number }) => runHandOver(platform, handOverId),
  'run-hand-over-plans': async () => runHandOverPlans(platform),
  'return-hand-over': async ({ handOverId }: { handOverId: number }) => returnHandOver(platform, handOverId),
  'forget-presences': async () => forgetPresences(platform),
  'empty-bin': async () => emptyBin(platform),

  'clean-request-forms': async () => cleanRequestForms(platform),
  'index-ticket': async ({ ticketId }: { ticketId: number }) => indexTicket(platform, ticketId)
})
