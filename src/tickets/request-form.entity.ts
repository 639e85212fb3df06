import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Instant, Json, Line, LongText, Reference } from '../platform/database/columns.js'
import type { AnswerValue } from '../forms/answer.entity.js'

/**
 * A request that somebody is still writing on the portal, page by page. The browser holds the key; the
 * table holds its digest.
 */
@Entity('request_forms')
@Index(['expiresAt'])
export class RequestForm {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  keyDigest!: string

  @Reference({ nullable: true })
  topicId!: number | null

  @Line(255, { default: '' })
  subject!: string

  @LongText()
  text!: string

  @Json()
  answers: Record<number, AnswerValue> = {}

  @Line(190, { default: '' })
  name!: string

  @Line(190, { default: '' })
  email!: string

  @Line(60, { default: '' })
  phone!: string

  /** The old number that this request goes on from, after its reopen window. */
  @Reference({ nullable: true })
  continuesTicketId!: number | null

  /** Set once sent: pressing the button again shows the same ticket. */
  @Reference({ nullable: true })
  ticketId!: number | null

  /** Set when an article solved it, so that nothing had to be sent. */
  @Reference({ nullable: true })
  solvedById!: number | null

  @Instant()
  createdAt!: Date

  @Instant()
  expiresAt!: Date
}
