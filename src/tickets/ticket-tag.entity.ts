import { Entity, Index, PrimaryColumn } from 'typeorm'

/** A word that agents put on a ticket to find it again. */
@Entity('ticket_tags')
@Index(['tag', 'ticketId'])
export class TicketTag {
  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @PrimaryColumn({ type: 'varchar', length: 60 })
  tag!: string
}
