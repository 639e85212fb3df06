import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, Reference } from '../platform/database/columns.js'
import type { WaitingOn } from '../platform/define-lifecycle.js'
import type { TicketState } from './ticket.lifecycle.js'

/** What a status makes of the clock of the solution; null leaves it to the state. */
export type ClockOverride = 'pauses' | 'runs' | null

/**
 * A stretch of a ticket's life in one state, and under one status where that decides on the clock. Stretches follow each other without a gap, so they add up to
 * its age; service-level clocks and “whose move” are both told from them.
 */
@Entity('ticket_segments')
@Index(['ticketId', 'startedAt'])
export class Segment {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ticketId!: number

  @Line(12)
  state!: TicketState

  @Line(12, { nullable: true })
  waitingOn!: WaitingOn

  /** The status that decided on the clock, if one did. */
  @Reference({ nullable: true })
  statusId!: number | null

  @Line(10, { nullable: true })
  statusClock!: ClockOverride

  @Instant()
  startedAt!: Date

  /** Null while it lasts. */
  @Instant({ nullable: true })
  endedAt!: Date | null
}
