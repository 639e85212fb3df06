import { Entity, PrimaryColumn } from 'typeorm'
import { Instant } from '../platform/database/columns.js'

/** When an agent last saw a ticket; newer activity marks it unread. */
@Entity('ticket_reads')
export class TicketRead {
  @PrimaryColumn({ type: 'int' })
  agentId!: number

  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @Instant()
  readAt!: Date
}
