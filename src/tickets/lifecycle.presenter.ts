import type { Translate } from '../platform/i18n/translate.js'
import { presentStatus } from './status.presenter.js'
import type { Status } from './status.entity.js'
import { ticketLifecycle, type TicketState } from './ticket.lifecycle.js'

export type LifecycleView = ReturnType<typeof presentLifecycle>

/** The lifecycle's table in words: what each state means, and where it may lead. */
export function presentLifecycle (statuses: Status[], t: Translate) {
  return ticketLifecycle.stateNames.map(state => ({
    state,
    status: presentStatus(state, null, t),
    publicLabel: t(`tickets.public.${state}`),
    clock: t(`statuses.clock.${ticketLifecycle.states[state].clock}`),
    moves: movesFrom(state).map(({ name, to, by }) => ({ name: t(`statuses.move.${name}`), to: to.map(target => t(`tickets.state.${target}`)).join(', '), by: by.map(party => t(`statuses.party.${party}`)).join(', ') })),
    statuses: statuses.filter(status => status.state === state).map(({ id, label, publicLabel, isActive, clock }) => ({ id, label, clock: clock === 'as_state' ? '' : `, ${t(`statuses.clock_${clock}`)}`, publicLabel: publicLabel || t(`tickets.public.${state}`), isActive, editPath: `/admin/statuses/${id}` }))
  }))
}

function movesFrom (state: TicketState) {
  return ticketLifecycle.transitionNames.filter(name => ticketLifecycle.allows(name, state)).map(name => ({ name, to: ticketLifecycle.targets(name), by: ticketLifecycle.transitions[name].by }))
}
