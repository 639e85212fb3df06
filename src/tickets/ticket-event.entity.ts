import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { Actor, Party } from '../platform/actor.js'
import { Instant, Json, Line, Reference } from '../platform/database/columns.js'
import type { Ticket } from './ticket.entity.js'
import type { TicketState } from './ticket.lifecycle.js'

/** What else there is to say of an event: names and numbers, never secrets. */
export type EventDetails = Record<string, unknown>

/** One line of a ticket's history. Never edited. */
@Entity('ticket_events')
@Index(['ticketId', 'id'])
export class TicketEvent {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ticketId!: number

  /** A transition of the lifecycle, or what happened without one: created, assigned, transferred … */
  @Line(40)
  name!: string

  @Line(12)
  fromState!: TicketState

  @Line(12)
  toState!: TicketState

  @Line(10)
  actorParty!: Party

  @Reference({ nullable: true })
  actorId!: number | null

  /** Kept as it was then, so that history reads the same for ever. */
  @Line(190)
  actorName!: string

  @Json()
  details!: EventDetails

  @Instant()
  at!: Date

  static of (ticket: Pick<Ticket, 'id'>, name: string, actor: Actor, at: Date, rest: Pick<TicketEvent, 'fromState' | 'toState' | 'details'>): TicketEvent {
    return Object.assign(new TicketEvent(), {
      ticketId: ticket.id, name, actorParty: actor.party, actorId: actor.id, actorName: actor.name, at, ...rest, details: actor.party === 'system' && actor.isRule === true ? { ...rest.details, byRule: true } : rest.details
    })
  }
}
