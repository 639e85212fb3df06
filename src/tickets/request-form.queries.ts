import type { Reader } from '../platform/database/database.js'
import { digestOf } from '../platform/security/signer.js'
import { RequestForm } from './request-form.entity.js'
import { Ticket } from './ticket.entity.js'

/** The form behind a key, or null when there is none any more. */
export async function findRequestForm (reader: Reader, key: string, now: Date): Promise<RequestForm | null> {
  const form = await reader.findOneBy(RequestForm, { keyDigest: digestOf(key) })
  return form === null || form.expiresAt <= now ? null : form
}

/** The number of the request that a form goes on from. */
export async function findContinuedNumber (reader: Reader, { continuesTicketId }: RequestForm): Promise<string | null> {
  return continuesTicketId === null ? null : (await reader.findOneBy(Ticket, { id: continuesTicketId }))?.number ?? null
}
