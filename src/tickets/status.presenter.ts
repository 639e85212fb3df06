import type { Translate } from '../platform/i18n/translate.js'
import type { TicketState } from './ticket.lifecycle.js'

/** A modifier of `.status-pill`; closed, merged and binned have none. */
const looks: Record<TicketState, string> = {
  new: 'status-new', open: 'status-open', waiting: 'status-waiting', on_hold: 'status-hold', resolved: 'status-solved', closed: '', merged: '', trashed: ''
}

export interface StatusView { look: string, label: string }

/** The state in the desk's words, or an admin's own name for it. */
export function presentStatus (state: TicketState, statusLabel: string | null, t: Translate): StatusView {
  return { look: looks[state], label: statusLabel ?? t(`tickets.state.${state}`) }
}
