import type { WaitingOn } from '../platform/define-lifecycle.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { OwnRequestRow } from './own-requests.queries.js'
import { presentStatus, type StatusView } from './status.presenter.js'
import type { TicketState } from './ticket.lifecycle.js'

/** Where a request stands, in the public's words: an admin's own wording, or else the state's. */
export function presentPublicStatus (state: TicketState, publicLabel: string | null, holdUntil: number | null, t: Translate, format: Format): StatusView {
  const { look } = presentStatus(state, null, t)
  if (publicLabel) return { look, label: publicLabel }
  return { look, label: state === 'on_hold' && holdUntil !== null ? t('tickets.public.on_hold_until', { date: format.date(new Date(holdUntil)) }) : t(`tickets.public.${state}`) }
}

/** A request in a list. */
export interface RequestLine { path: string, number: string, subject: string, status: StatusView, move: PublicMoveView | null }

export function presentRequestLine (row: OwnRequestRow, t: Translate, format: Format): RequestLine {
  return {
    path: `/requests/${encodeURIComponent(row.number)}`,
    number: row.number,
    subject: row.subject,
    status: presentPublicStatus(row.state, row.publicLabel, row.holdUntil, t, format),
    move: presentPublicMove(row.waitingOn, row.waitingSince, t, format)
  }
}

export interface PublicMoveView { kind: 'us' | 'you' | 'other', icon: string, text: string }

const looks = { us: { kind: 'us', icon: 'key' }, requester: { kind: 'you', icon: 'door-open' }, third_party: { kind: 'other', icon: 'hourglass' } } as const

/** Whose move it is since when, as the requester reads it. */
export function presentPublicMove (waitingOn: WaitingOn, since: number, t: Translate, format: Format): PublicMoveView | null {
  return waitingOn === null ? null : { ...looks[waitingOn], text: t(`portal.move.${waitingOn}`, { when: format.dateTime(new Date(since)) }) }
}
