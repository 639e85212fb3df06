import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, Reference } from '../platform/database/columns.js'

/** Who is asked to look at a ticket of another department: a department, a team or one agent. They may see the ticket until this has ended. */
@Entity('ticket_referrals')
@Index(['departmentId', 'endedAt', 'ticketId'])
@Index(['teamId', 'endedAt', 'ticketId'])
@Index(['agentId', 'endedAt', 'ticketId'])
@Index(['ticketId', 'endedAt'])
export class Referral {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ticketId!: number

  /** One of these three is set. */
  @Reference({ nullable: true })
  departmentId!: number | null

  @Reference({ nullable: true })
  teamId!: number | null

  @Reference({ nullable: true })
  agentId!: number | null

  @Line(500)
  reason!: string

  @Line(190)
  byName!: string

  @Instant()
  createdAt!: Date

  @Instant({ nullable: true })
  endedAt!: Date | null
}
