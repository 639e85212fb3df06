import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, Reference } from '../platform/database/columns.js'

/** A department that is asked to look at a ticket of another. It may see the ticket until this has ended. */
@Entity('ticket_referrals')
@Index(['departmentId', 'endedAt', 'ticketId'])
@Index(['ticketId', 'endedAt'])
export class Referral {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ticketId!: number

  @Reference()
  departmentId!: number

  @Line(500)
  reason!: string

  @Line(190)
  byName!: string

  @Instant()
  createdAt!: Date

  @Instant({ nullable: true })
  endedAt!: Date | null
}
