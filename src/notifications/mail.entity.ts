import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Json, Line, LongText, Reference, Whole } from '../platform/database/columns.js'

/**
 * `kept` is mail that was not sent because no mail server is set; it can be read in the ledger. `held` waits
 * for an admin, because its address bounced for good before.
 */
export type MailState = 'queued' | 'sent' | 'kept' | 'failed' | 'held'

/** One mail to one reader. Its Message-ID is fixed here, so that a resend is the same message. */
@Entity('mails')
@Index(['ticketId'])
@Index(['state', 'id'])
@Index(['toAddress', 'id'])
@Index(['template', 'id'])
@Index(['serverId', 'sentAt'])
export class Mail {
  @PrimaryGeneratedColumn()
  id!: number

  /** Which mail of which event to whom: the same can never be written twice. */
  @Line(190, { unique: true })
  causeKey!: string

  @Line(190, { unique: true })
  messageId!: string

  @Reference({ nullable: true })
  ticketId!: number | null

  @Line(40)
  template!: string

  @Line(190)
  toAddress!: string

  @Line(190, { default: '' })
  toName!: string

  @Line(190)
  fromAddress!: string

  @Line(190, { default: '' })
  fromName!: string

  @Line(255)
  subject!: string

  @LongText()
  html!: string

  @LongText()
  text!: string

  /** In-Reply-To, References, Auto-Submitted … */
  @Json()
  headers!: Record<string, string>

  @Line(10, { default: 'queued' })
  state!: MailState

  @Whole({ default: 0 })
  attempts!: number

  @LongText({ nullable: true })
  lastError!: string | null

  @Instant()
  createdAt!: Date

  @Instant({ nullable: true })
  sentAt!: Date | null

  /** The sending server that took it; null for the system's. */
  @Reference({ nullable: true })
  serverId!: number | null

  /** When we were told that it did not arrive after all. */
  @Instant({ nullable: true })
  bouncedAt!: Date | null

  @LongText({ nullable: true })
  bounceText!: string | null
}
