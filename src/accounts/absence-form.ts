import { daysBetween } from './absence-days.js'
import type { AbsenceHandOver } from './hand-over-times.js'

/** What is typed about an absence, as the form sends it. */
export interface AbsenceTyped { starts: string, ends: string, reason: string, tickets: string, to: string, givesBack: string }
export const blankAbsence: AbsenceTyped = { starts: '', ends: '', reason: '', tickets: 'keep', to: '', givesBack: 'yes' }

/** An absence from its form, in the zone of whoever is away. @throws InvalidFields when one of its days is none. */
export function readAbsence ({ starts, ends, reason, tickets, to, givesBack }: AbsenceTyped, timeZone: string): { startsAt: Date, endsAt: Date, reason: string, handOver: AbsenceHandOver } {
  const toAgentId = to === '' ? null : /^[1-9]\d{0,8}$/.test(to) ? Number(to) : 0
  return { ...daysBetween(starts, ends, timeZone), reason, handOver: { tickets: tickets === '' ? 'keep' : tickets, toAgentId, givesBack: givesBack !== '' } }
}
