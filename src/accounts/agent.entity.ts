import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { DigestRhythm } from './notification-choices.js'
import type { AdminRight } from '../platform/actor.js'
import { Flag, Instant, Json, Line, LongText, Reference, Whole } from '../platform/database/columns.js'

/** Which mails an agent wants. A missing name means yes. */
export type NotificationChoices = Record<string, boolean>

/** Somebody who answers tickets, or runs the desk. */
@Entity('agents')
export class Agent {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(190)
  name!: string

  /** In lower case; the name to sign in with. */
  @Line(190, { unique: true })
  email!: string

  /** argon2id; null until the agent has chosen a password by the mailed link. */
  @Line(255, { nullable: true })
  passwordHash!: string | null

  @Json()
  adminRights: AdminRight[] = []

  @Line(10, { default: 'en' })
  locale!: string

  /** IANA name; null takes the organisation's. */
  @Line(60, { nullable: true })
  timeZone!: string | null

  @LongText({ nullable: true })
  signature!: string | null

  /** Working hours; null means always at work unless absent. */
  @Reference({ nullable: true })
  scheduleId!: number | null

  /** Most open tickets at once that routing gives to this agent; null for no limit. */
  @Whole({ nullable: true })
  capacity!: number | null

  /** Off takes the agent out of automatic assignment at once, without an absence. */
  @Flag({ default: true })
  takesTickets!: boolean

  @Json()
  notifications: NotificationChoices = {}

  /** Where the desk goes after a reply, light or dark, keys on or off, mails at once or together. */
  @Json()
  preferences: { then?: 'next' | 'list' | 'stay', theme?: 'light' | 'dark', keys?: boolean, digest?: DigestRhythm } = {}

  @Flag({ default: true })
  isActive!: boolean

  @Instant({ nullable: true })
  lastSeenAt!: Date | null

  @Instant()
  createdAt!: Date

  /** Counted up with whatever routing asks about an agent, so that nobody is given a ticket by what was so a moment ago. */
  @Whole({ default: 1 })
  routingVersion!: number

  @Whole({ default: 1 })
  version!: number
}
