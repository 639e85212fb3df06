import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { PublicRequest } from './public-request.queries.js'
import { presentPublicStatus } from './public-status.presenter.js'

export interface TrackerStep { label: string, about: string, look: '' | 'done' | 'now' }

/** Five doors from received to closed; the lit one is where the request stands. */
export function presentTracker ({ ticket, publicLabel, assigneeName, milestones }: PublicRequest, t: Translate, format: Format): TrackerStep[] {
  const when = (at: Date | null) => at === null ? '' : format.dateTime(at)
  const since = t('portal.track.since', { when: format.dateTime(ticket.waitingSince) })
  const takenUp = milestones.takenUpAt === null ? '' : when(new Date(milestones.takenUpAt))
  const inWork = ticket.state === 'waiting' || ticket.state === 'on_hold' ? presentPublicStatus(ticket.state, publicLabel, ticket.holdUntil?.getTime() ?? null, t, format).label : t('portal.track.work')
  const now = { new: 0, open: 2, waiting: 2, on_hold: 2, resolved: 3, closed: 4, merged: 4, trashed: 4 }[ticket.state]

  const steps = [
    { label: t('portal.track.received'), about: when(ticket.createdAt) },
    { label: t('portal.track.agent'), about: [assigneeName, takenUp].filter(Boolean).join(', ') },
    { label: inWork, about: now === 2 ? since : '' },
    { label: t('portal.track.solved'), about: when(ticket.resolvedAt) },
    { label: t('portal.track.closed'), about: when(ticket.closedAt) }
  ]
  return steps.map(({ label, about }, place) => ({ label, about: place <= now ? about : '', look: place < now ? 'done' : place === now ? 'now' : '' }))
}
