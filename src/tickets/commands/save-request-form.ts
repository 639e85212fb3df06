import type { EntityManager } from 'typeorm'
import type { AnswerValue } from '../../forms/answer.entity.js'
import { after, day } from '../../platform/clock.js'
import type { Context, Platform } from '../../platform/context.js'
import { digestOf, randomToken } from '../../platform/security/signer.js'
import { RequestForm } from '../request-form.entity.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'clean-request-forms': object }
}

/** How long an unsent form is kept after its last page. */
const keptFor = 7 * day

/** Begins a form and returns the key that its pages carry. The table keeps only the key's digest. */
export async function beginRequestForm ({ db, clock }: Pick<Context, 'db' | 'clock'>, values: Partial<Pick<RequestForm, 'topicId' | 'name' | 'email' | 'continuesTicketId'>>): Promise<string> {
  const key = randomToken()
  const now = clock.now()
  await db.transaction(async manager => manager.insert(RequestForm, {
    keyDigest: digestOf(key), topicId: null, subject: '', text: '', answers: {}, name: '', email: '', phone: '', continuesTicketId: null, ticketId: null,
    ...values, createdAt: now, expiresAt: after(now, keptFor)
  }))
  return key
}

export type FormChange = Partial<Pick<RequestForm, 'topicId' | 'subject' | 'text' | 'name' | 'email' | 'phone'>> & { answers?: Record<number, AnswerValue> }

/** Keeps what a page of the form says, and the form itself for seven more days. */
export async function saveRequestForm ({ db, clock }: Pick<Context, 'db' | 'clock'>, keyDigest: string, change: FormChange): Promise<void> {
  await db.transaction(async manager => manager.update(RequestForm, { keyDigest }, { ...change, expiresAt: after(clock.now(), keptFor) }))
}

/** Notes what ticket a form became, in the transaction that makes it. A form of the desk has no row here. */
export async function noteSent (manager: EntityManager, keyDigest: string, ticketId: number, now: Date): Promise<void> {
  await manager.update(RequestForm, { keyDigest }, { ticketId, expiresAt: after(now, keptFor) })
}

/**
 * Forgets forms that were kept too long, and files that never became part of a ticket: those of a form with
 * the form, those of an answer that was not sent after the same time. Runs again without harm.
 */
export async function cleanRequestForms ({ db, clock }: Platform): Promise<void> {
  const now = clock.now()
  await db.transaction(async manager => {
    await manager.query('DELETE FROM request_forms WHERE expires_at < ?', [now.getTime()])
    await manager.query(
      'DELETE FROM attachments WHERE ticket_id IS NULL AND created_at < ? AND NOT EXISTS (SELECT 1 FROM request_forms f WHERE f.key_digest = attachments.form_key)',
      [after(now, -keptFor).getTime()]
    )
  })
}
