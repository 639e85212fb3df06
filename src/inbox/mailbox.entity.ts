import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { Message } from '../platform/errors.js'
import { Count, Day, Flag, Instant, Json, Line, LongText, Reference, Whole } from '../platform/database/columns.js'
import type { Security } from '../notifications/sending-security.js'
import type { AfterFetch, Authentication } from './mailbox-choices.js'

/** An address whose mail we fetch by IMAP, and how far we are with it. */
@Entity('mailboxes')
export class Mailbox {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120, { unique: true })
  name!: string

  @Line(190)
  address!: string

  @Line(120, { default: '' })
  senderName!: string

  @Line(190)
  host!: string

  @Whole()
  port!: number

  @Line(10)
  security!: Security

  @Line(190)
  userName!: string

  @Line(20)
  authentication!: Authentication

  /** The password, or the token that others are renewed with; sealed. */
  @LongText({ nullable: true })
  secret!: string | null

  /** What the provider calls us, where it signs us in, and what we prove that with (sealed). Only with OAuth2. */
  @Line(190, { default: '' })
  clientId!: string

  @Line(190, { default: '' })
  authority!: string

  @LongText({ nullable: true })
  clientSecret!: string | null

  @Day({ nullable: true })
  clientSecretExpiresOn!: string | null

  /** When the consent itself ends, where the provider says so. */
  @Instant({ nullable: true })
  tokenExpiresAt!: Date | null

  @Line(190, { default: 'INBOX' })
  folder!: string

  @Line(10, { default: 'keep' })
  afterFetch!: AfterFetch

  @Line(190, { default: '' })
  moveTo!: string

  @Reference()
  departmentId!: number

  @Reference({ nullable: true })
  topicId!: number | null

  @Whole({ nullable: true })
  priority!: 1 | 2 | 3 | 4 | null

  @Flag({ default: true })
  isActive!: boolean

  /** Older mail is left alone. Null takes all that there is. */
  @Instant({ nullable: true })
  startsAt!: Date | null

  @Line(20, { nullable: true })
  uidValidity!: string | null

  @Count()
  lastUid!: number

  /** The last message that was there when we first looked; up to it, `startsAt` counts. */
  @Count()
  baselineUid!: number

  @Instant({ nullable: true })
  lastFetchedAt!: Date | null

  @Instant({ nullable: true })
  lastMessageAt!: Date | null

  @Instant({ nullable: true })
  failingSince!: Date | null

  @Json({ nullable: true })
  lastError!: Message | null

  /** How many messages came, and the longest pause between them in working time, which fades slowly. */
  @Whole({ default: 0 })
  messageCount!: number

  @Count()
  longestSilenceMs!: number

  /** Since when it has been quieter than it ever was. */
  @Instant({ nullable: true })
  silentSince!: Date | null

  /** Held by the one process that fetches from it. */
  @Line(40, { nullable: true })
  leaseToken!: string | null

  @Instant({ nullable: true })
  leaseUntil!: Date | null

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
