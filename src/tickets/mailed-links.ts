import { day } from '../platform/clock.js'
import type { Signer } from '../platform/security/signer.js'

/** What a mailed link opens: the request, the page that asks whether it is solved, the page that asks how it went. */
export type LinkPurpose = 'ticket' | 'solve' | 'feedback'

/** For how many days a mailed link works. Each new mail brings a fresh one. */
export const linkDays = 30

export interface MailedLink { ticketId: number, personId: number, linkEpoch: number, expiresAt: Date }

interface Holder { ticketId: number, personId: number, linkEpoch: number }

const pages: Record<LinkPurpose, string> = { ticket: '', solve: '/solution', feedback: '/feedback' }

/**
 * The path that one person opens one ticket with, for one purpose. It carries ids and a signature and no
 * secret of the database; counting up the person's epoch makes all of them void.
 */
export function ticketLinkPath (signer: Signer, purpose: LinkPurpose, { ticketId, personId, linkEpoch }: Holder, now: Date): string {
  const expiresOn = Math.floor(now.getTime() / day) + linkDays + 1
  return `/r/${signer.sign(purpose, JSON.stringify([ticketId, personId, linkEpoch, expiresOn]))}${pages[purpose]}`
}

/** The last moment at which a link made now still works. */
export const linkExpiry = (now: Date): Date => new Date((Math.floor(now.getTime() / day) + linkDays + 1) * day)

/**
 * What a signed link says, or null when it is not ours, not whole or made for another purpose. Whether it
 * has expired and whether the person still takes part is for the reader of the answer to check.
 */
export function openTicketLink (signer: Signer, purpose: LinkPurpose, signed: string): MailedLink | null {
  const text = signer.verify(purpose, signed)
  if (text === null || signer.sign(purpose, text) !== signed) return null
  const [ticketId, personId, linkEpoch, expiresOn] = JSON.parse(text) as [number, number, number, number]
  return { ticketId, personId, linkEpoch, expiresAt: new Date(expiresOn * day) }
}
