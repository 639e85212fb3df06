import { defineLifecycle } from '../platform/define-lifecycle.js'

/**
 * Every way a ticket can move. Change behaviour here first: the buttons, the admin's diagram,
 * docs/lifecycles.md and the property tests follow from this table.
 *
 * Assignment, department and priority are not states: they change without moving the ticket.
 */
export const ticketLifecycle = defineLifecycle({
  initial: 'new',
  states: {
    new: { clock: 'runs', waitingOn: 'us' },
    open: { clock: 'runs', waitingOn: 'us' },
    waiting: { clock: 'pauses', waitingOn: 'requester' },
    on_hold: { clock: 'as_policy', waitingOn: 'third_party' },
    resolved: { clock: 'stops', waitingOn: 'requester' },
    closed: { clock: 'stops', waitingOn: null },
    merged: { clock: 'stops', waitingOn: null },
    trashed: { clock: 'stops', waitingOn: null }
  },
  transitions: {
    take_up: { from: ['new'], to: 'open', by: ['agent', 'system'] },
    ask: { from: ['new', 'open', 'on_hold'], to: 'waiting', by: ['agent', 'system'] },
    hold: { from: ['new', 'open', 'waiting'], to: 'on_hold', by: ['agent'] },
    resume: { from: ['waiting', 'on_hold'], to: 'open', by: ['agent', 'requester', 'system'] },
    resolve: { from: ['new', 'open', 'waiting', 'on_hold'], to: 'resolved', by: ['agent', 'system'] },
    accept: { from: ['resolved'], to: 'closed', by: ['requester'] },
    decline: { from: ['resolved'], to: 'open', by: ['requester'] },
    close: { from: ['resolved', 'new', 'open', 'waiting', 'on_hold'], to: 'closed', by: ['agent', 'system'] },
    reopen: { from: ['resolved', 'closed'], to: 'open', by: ['agent', 'requester'] },
    merge: { from: ['new', 'open', 'waiting', 'on_hold', 'resolved'], to: 'merged', by: ['agent'] },
    unmerge: { from: ['merged'], to: ['new', 'open', 'waiting', 'on_hold', 'resolved'], by: ['agent'] },
    trash: { from: ['new', 'open', 'waiting', 'on_hold', 'resolved', 'closed'], to: 'trashed', by: ['agent', 'system'] },
    restore: { from: ['trashed'], to: 'open', by: ['agent', 'system'] }
  }
})

export type TicketState = typeof ticketLifecycle.stateNames[number]
export type TicketTransition = typeof ticketLifecycle.transitionNames[number]

/** The states in which somebody still has to act. */
export const activeStates = ['new', 'open', 'waiting', 'on_hold'] as const satisfies readonly TicketState[]
