import type { EntityManager } from 'typeorm'
import { enqueue } from '../platform/jobs/enqueue.js'

/** A mail that lets somebody in: what it is for, and whom. The secret in it is made when the mail is written. */
export interface AccessMail {
  purpose: 'sign_in' | 'code' | 'reset_agent' | 'reset_person' | 'invite_agent'
  agentId?: number
  personId?: number
  ticketId?: number
  /** Asking again with the same cause sends nothing more. */
  causeKey: string
}

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'mail-access': AccessMail }
}

/** Asks for a mail in the caller's transaction. A job writes it, so that asking takes as long for every address. */
export async function requestAccessMail (manager: EntityManager, mail: AccessMail, now: Date): Promise<void> {
  await enqueue(manager, 'mail-access', mail, now, { uniqueKey: `access:${mail.causeKey}` })
}
