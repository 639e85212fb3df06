import { system, type Actor, type Party } from '../../../src/platform/actor.js'
import { after, minute } from '../../../src/platform/clock.js'
import type { ServiceLevel } from '../../../src/sla/service-level.js'
import { decideClocks } from '../../../src/tickets/clocks/decide-clocks.js'
import type { Clock } from '../../../src/tickets/clocks/target-clock.js'
import type { ClockOverride, Segment } from '../../../src/tickets/segment.entity.js'
import type { TicketEvent } from '../../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../../src/tickets/ticket.entity.js'
import { ticketLifecycle, type TicketState, type TicketTransition } from '../../../src/tickets/ticket.lifecycle.js'

const ada = { party: 'agent', id: 1, name: 'Ada' } as Actor
const rhea = { party: 'requester', id: 2, name: 'Rhea' } as Actor
const actors: Record<Party, Actor> = { agent: ada, requester: rhea, system }

export interface Act { name: string, by?: Party, afterMinutes?: number, to?: TicketState, which?: 'first' | 'last', clock?: ClockOverride }
interface Reply { entryId: number, at: Date, state: TicketState, withdrawn: boolean }

/** A ticket that lives in memory alone: real lifecycle, real decisions, no database. */
export class SimulatedTicket {
  readonly ticket = Object.assign(new Ticket(), { id: 1, waitingOn: 'us', dueAt: null })
  readonly events: TicketEvent[] = []
  clocks: Clock[] = []
  segments: Segment[] = []
  #replies: Reply[] = []
  #ids = 0
  #stateBeforeMerge: TicketState = 'open'
  #statusClock: ClockOverride = null

  constructor (public level: ServiceLevel | null, public now: Date) {
    Object.assign(this.ticket, { waitingSince: now })
    this.segments.push({ id: 1, ticketId: 1, state: 'new', waitingOn: 'us', statusId: null, statusClock: null, startedAt: now, endedAt: null })
    this.#follow(this.ticket.record('created', rhea, now, { entryId: 1 }))
  }

  /** Does what can be done now; acts that the lifecycle does not allow change nothing but the time. */
  act ({ name, by = 'agent', afterMinutes = 1, to, which = 'last', clock = null }: Act): this {
    this.now = after(this.now, afterMinutes * minute)
    if (name in ticketLifecycle.transitions) this.#move(name as TicketTransition, actors[by], to)
    else if (name === 'status_changed') this.#setStatus(clock)
    else if (name === 'replied') this.#reply(actors[by])
    else if (name === 'reply_withdrawn') this.#withdraw(which)
    else if (name === 'message_received') this.#follow(this.ticket.record(name, rhea, this.now, { entryId: ++this.#ids }))
    else this.#follow(this.ticket.record(name, actors[by], this.now))
    return this
  }

  clock (kind: string): Clock | undefined {
    return this.clocks.findLast(({ target }) => target.kind === kind)
  }

  #move (name: TicketTransition, actor: Actor, to?: TicketState): void {
    if (!ticketLifecycle.allows(name, this.ticket.state) || !ticketLifecycle.transitions[name].by.includes(actor.party)) return
    if (name === 'merge') this.#stateBeforeMerge = this.ticket.state
    const details = actor.party === 'requester' ? { entryId: ++this.#ids } : {}
    const event = this.ticket.apply(name, actor, this.now, { to: name === 'unmerge' ? this.#stateBeforeMerge : to, details })
    this.#statusClock = null
    this.#turn()
    this.#follow(event)
  }

  #setStatus (clock: ClockOverride): void {
    this.#statusClock = clock
    this.#turn()
    this.#follow(this.ticket.record('status_changed', ada, this.now, { label: 'With the supplier' }))
  }

  #turn (): void {
    this.segments.at(-1)!.endedAt = this.now
    this.segments.push({ id: this.segments.length + 1, ticketId: 1, state: this.ticket.state, waitingOn: this.ticket.waitingOn, statusId: this.#statusClock === null ? null : 1, statusClock: this.#statusClock, startedAt: this.now, endedAt: null })
  }

  #reply (actor: Actor): void {
    const entryId = ++this.#ids
    if (actor.party === 'agent') this.#replies.push({ entryId, at: this.now, state: this.ticket.state, withdrawn: false })
    this.#follow(this.ticket.record('replied', actor, this.now, { entryId }))
  }

  #withdraw (which: 'first' | 'last'): void {
    const standing = this.#replies.filter(({ withdrawn }) => !withdrawn)
    const reply = which === 'first' ? standing[0] : standing.at(-1)
    if (reply === undefined) return
    reply.withdrawn = true
    this.#follow(this.ticket.record('reply_withdrawn', ada, this.now, { entryId: reply.entryId }), reply)
  }

  #follow (event: TicketEvent, withdrawn: Reply | null = null): void {
    this.events.push(event)
    const lastReplyAt = this.#replies.findLast(reply => !reply.withdrawn)?.at ?? null
    this.clocks = decideClocks({ ticketId: 1, event, clocks: this.clocks, level: this.level, statusClock: this.#statusClock, lastReplyAt, withdrawn })
      .map(clock => clock.target.id === undefined ? { ...clock, target: { ...clock.target, id: ++this.#ids } } : clock)
  }
}
