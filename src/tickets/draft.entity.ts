import { Entity, PrimaryColumn } from 'typeorm'
import { Instant, Line, LongText, Whole } from '../platform/database/columns.js'

/** What an agent has typed under a ticket and not sent yet. */
@Entity('drafts')
export class Draft {
  @PrimaryColumn({ type: 'int' })
  agentId!: number

  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @Line(10)
  kind!: 'reply' | 'note'

  @LongText()
  text!: string

  /** The ticket's version when the draft was begun. */
  @Whole()
  ticketVersion!: number

  @Instant()
  savedAt!: Date
}
