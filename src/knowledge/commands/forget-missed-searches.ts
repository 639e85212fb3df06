import { after, day } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'forget-missed-searches': object }
}

const keptFor = 90 * day

/** Forgets what nobody has looked for in 90 days. Done twice it does no more. */
export async function forgetMissedSearches ({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const before = after(clock.now(), -keptFor).toISOString().slice(0, 10)
  await db.transaction(async manager => manager.query('DELETE FROM missed_searches WHERE last_on < ?', [before]))
}
