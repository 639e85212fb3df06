import { after, day, minute } from '../platform/clock.js'
import type { Message } from '../platform/errors.js'
import type { Mailbox } from './mailbox.entity.js'

/** What is wrong with a mailbox, worst first in {@link mailboxAlarms}. */
export type AlarmKind = 'failing' | 'unattended' | 'ending' | 'silent'
export interface Alarm { kind: AlarmKind, since: Date, words: Message | null }

/** Long enough for a server to be started anew. */
const failsFor = 10 * minute
const unattendedFor = 30 * minute
/** Somebody has to find out who may renew it. */
const warnsBefore = 30 * day

/** What admins are told about a mailbox in use. */
export function mailboxAlarms (mailbox: Mailbox, now: Date): Alarm[] {
  if (!mailbox.isActive) return []
  const { failingSince, lastError, silentSince, createdAt, lastFetchedAt } = mailbox
  const alarms: Alarm[] = []
  const heardOf = lastFetchedAt ?? createdAt
  if (failingSince !== null && failingSince <= after(now, -failsFor)) alarms.push({ kind: 'failing', since: failingSince, words: lastError })
  else if (failingSince === null && heardOf <= after(now, -unattendedFor)) alarms.push({ kind: 'unattended', since: heardOf, words: null })
  const end = accessEndsAt(mailbox)
  if (end !== null && after(end, -warnsBefore) <= now) alarms.push({ kind: 'ending', since: end, words: null })
  if (silentSince !== null) alarms.push({ kind: 'silent', since: silentSince, words: null })
  return alarms
}

/** When we can no longer sign in unless somebody renews something: the client secret or the consent. */
export function accessEndsAt ({ authentication, clientSecretExpiresOn, tokenExpiresAt }: Pick<Mailbox, 'authentication' | 'clientSecretExpiresOn' | 'tokenExpiresAt'>): Date | null {
  if (authentication === 'password') return null
  const ends = [clientSecretExpiresOn === null ? null : new Date(`${clientSecretExpiresOn}T00:00:00Z`), tokenExpiresAt].filter(end => end !== null)
  return ends.length === 0 ? null : new Date(Math.min(...ends.map(end => end.getTime())))
}
