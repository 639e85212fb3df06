import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Line, Whole } from '../platform/database/columns.js'
import type { StatusClock } from './status-clocks.js'
import type { TicketState } from './ticket.lifecycle.js'

/** An admin's own name under a state: “With the supplier” under on hold. */
@Entity('statuses')
export class Status {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(12)
  state!: TicketState

  @Line(60)
  label!: string

  /** What the requester reads; empty takes the state's public wording. */
  @Line(60, { default: '' })
  publicLabel!: string

  /** Counts only under states in which work goes on. */
  @Line(10, { default: 'as_state' })
  clock!: StatusClock

  @Whole()
  position!: number

  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
