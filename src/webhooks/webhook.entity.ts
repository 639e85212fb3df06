import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, Line, LongText, Reference, Whole } from '../platform/database/columns.js'
import type { WebhookType } from './webhook-types.js'

/** An address of another program that is told what happens to tickets. */
@Entity('webhooks')
export class Webhook {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120)
  name!: string

  @Line(1000)
  url!: string

  /** What the messages are signed with, sealed. */
  @LongText()
  secret!: string

  /** The one before, which signs as well until the receiver has had time to change. */
  @LongText({ nullable: true })
  formerSecret!: string | null

  @Instant({ nullable: true })
  formerUntil!: Date | null

  /** What it is told; nothing else. */
  @Json()
  types!: WebhookType[]

  /** Of which departments; null means all. */
  @Json({ nullable: true })
  departmentIds!: number[] | null

  /** Events up to this one were before its time. */
  @Reference()
  sinceEventId!: number

  @Flag({ default: true })
  isActive!: boolean

  /** Since when nothing came through; null while all is well. */
  @Instant({ nullable: true })
  failingSince!: Date | null

  /** When it was switched off because of that. */
  @Instant({ nullable: true })
  givenUpAt!: Date | null

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}

/** Up to which event of a ticket it was considered what a webhook is told. */
@Entity('webhook_cursors')
export class WebhookCursor {
  @Reference({ primary: true })
  webhookId!: number

  @Reference({ primary: true })
  ticketId!: number

  @Reference()
  eventId!: number
}
