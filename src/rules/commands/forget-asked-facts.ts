import { LessThan } from 'typeorm'
import { after } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import { AskedFacts } from '../asked-facts.entity.js'
import { factsKeptFor } from '../past-days.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'forget-asked-facts': object }
}

/** Forgets what rules were asked about longer ago than they are tried on. */
export async function forgetAskedFacts ({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  await db.transaction(async manager => manager.delete(AskedFacts, { at: LessThan(after(clock.now(), -factsKeptFor)) }))
}
