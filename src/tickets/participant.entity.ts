import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Flag, Instant } from '../platform/database/columns.js'

/** So many people beside the requester a ticket has at most. */
export const mostParticipants = 20

/** A person beside the requester who reads and answers one ticket. */
@Entity('participants')
@Index(['personId'])
export class Participant {
  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @PrimaryColumn({ type: 'int' })
  personId!: number

  /** The person asked for no more mails about this ticket. */
  @Flag({ default: false })
  isMuted!: boolean

  @Instant()
  addedAt!: Date
}
