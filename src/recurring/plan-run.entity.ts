import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Json, Line, Reference } from '../platform/database/columns.js'
import type { Message } from '../platform/errors.js'

/** What became of one planned time: a ticket, nothing because it was too late, or nothing because it was refused. */
@Entity('plan_runs')
@Index(['planId', 'id'])
@Index(['planId', 'occurrence'], { unique: true })
export class PlanRun {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  planId!: number

  /** The day and time as planned, or the key of a button that was pressed: each makes one ticket. */
  @Line(60)
  occurrence!: string

  @Instant()
  plannedAt!: Date

  @Line(12)
  outcome!: 'opened' | 'missed' | 'refused'

  @Reference({ nullable: true })
  ticketId!: number | null

  @Json({ nullable: true })
  reason!: Message | null

  @Instant()
  at!: Date
}
