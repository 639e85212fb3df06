import type { Platform } from '../platform/context.js'
import { findOrganisation } from '../settings/organisation.js'
import { sendDigest } from './commands/send-digest.js'
import { digestLetter } from './digest.mail.js'
import { listDueAgents } from './digest.queries.js'

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'send-digests': Record<string, never> }
}

/** Sends each digest whose hour has come. Running twice is harmless: what was told is kept no more. */
export async function sendDigests (platform: Platform): Promise<void> {
  const { db, config, clock } = platform
  const { timeZone } = await findOrganisation(db.read)
  for (const agentId of await listDueAgents(db.read, timeZone, clock.now())) {
    await sendDigest(platform, agentId, (agent, tickets, wording, organisation) => digestLetter(agent, tickets, wording, organisation, { baseUrl: config.baseUrl }))
  }
}
