import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, LongText, Reference, Whole } from '../platform/database/columns.js'

/** `waiting` until it came through or was given up. */
export const deliveryStates = ['waiting', 'delivered', 'failed'] as const
export type DeliveryState = typeof deliveryStates[number]

/** One message to a webhook, as it is sent, and what became of it. */
@Entity('webhook_deliveries')
@Index(['webhookId', 'nextTryAt'])
@Index(['webhookId', 'state', 'id'])
@Index(['webhookId', 'ticketId', 'state'])
export class Delivery {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  webhookId!: number

  /** Null for a message that an admin sends to try it. */
  @Reference({ nullable: true })
  eventId!: number | null

  @Reference({ nullable: true })
  ticketId!: number | null

  @Line(40)
  type!: string

  /** The same at each try, so that the receiver knows a message that it has. */
  @Line(60)
  messageId!: string

  @LongText()
  body!: string

  @Line(12)
  state!: DeliveryState

  @Whole({ default: 0 })
  attempts!: number

  /** Null while an earlier message about the ticket has not come through, and when nothing is to be tried any more. */
  @Instant({ nullable: true })
  nextTryAt!: Date | null

  @Whole({ nullable: true })
  status!: number | null

  /** What the receiver said, cut short. */
  @LongText({ nullable: true })
  answer!: string | null

  /** Why there was no answer. */
  @Line(500, { nullable: true })
  trouble!: string | null

  @Whole({ nullable: true })
  tookMs!: number | null

  @Instant()
  createdAt!: Date

  @Instant({ nullable: true })
  triedAt!: Date | null
}
