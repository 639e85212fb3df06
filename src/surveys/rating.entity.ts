import { Entity, PrimaryColumn } from 'typeorm'
import { Instant, LongText, Whole } from '../platform/database/columns.js'

export type Score = 1 | 2 | 3 | 4 | 5

/** How a requester says it went, in five steps of words. One for each ticket. */
@Entity('ratings')
export class Rating {
  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @Whole()
  score!: Score

  @LongText()
  comment!: string

  @Instant()
  ratedAt!: Date
}
