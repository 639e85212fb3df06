import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Instant, Line } from '../platform/database/columns.js'

/** Who has a ticket open right now, and what they do there. */
@Entity('presences')
@Index(['seenAt'])
export class Presence {
  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @PrimaryColumn({ type: 'int' })
  agentId!: number

  @Line(10)
  activity!: 'viewing' | 'reply' | 'note'

  @Instant()
  seenAt!: Date
}
