import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, Line, Reference, Whole } from '../platform/database/columns.js'
import type { ClosurePolicy, FallbackStep, Strategy } from './choices.js'

/** A part of the organisation that owns tickets. */
@Entity('departments')
export class Department {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120, { unique: true })
  name!: string

  @Line(255, { default: '' })
  description!: string

  /** The address that its mails come from; null takes the organisation's. */
  @Line(190, { nullable: true })
  mailAddress!: string | null

  @Line(120, { nullable: true })
  mailName!: string | null

  /** Hears of breached targets and low ratings. */
  @Reference({ nullable: true })
  managerId!: number | null

  @Reference({ nullable: true })
  scheduleId!: number | null

  @Line(20, { default: 'requester_confirms' })
  closurePolicy!: ClosurePolicy

  /** Working days that a requester has to confirm before a solved ticket closes by itself. */
  @Whole({ default: 5 })
  graceDays!: number

  /** Working days before the end of grace at which a reminder goes out; 0 sends none. */
  @Whole({ default: 2 })
  reminderDays!: number

  @Flag({ default: true })
  followsUp!: boolean

  /** Working days after closing at which we ask how it went. */
  @Whole({ default: 3 })
  followUpDays!: number

  /** Days after closing in which the same ticket may be reopened. */
  @Whole({ default: 30 })
  reopenDays!: number

  @Line(20, { default: 'manual' })
  strategy!: Strategy

  /** Working minutes after which a ticket that its agent does not touch goes back to the pool; 0 means never. */
  @Whole({ default: 0 })
  returnMinutes!: number

  /** Whether that holds for tickets too that were taken or given by hand. */
  @Flag({ default: true })
  returnsByHand!: boolean

  /** Whoever looks after the requester's company is asked before anybody else. */
  @Flag({ default: false })
  prefersAccountManager!: boolean

  /** Whoever last answered the requester here is asked before it goes by the strategy. */
  @Flag({ default: false })
  prefersLastAgent!: boolean

  /** What is tried when nobody whom the strategy asks is free, in order; null leaves the ticket to whoever takes it. */
  @Json({ nullable: true })
  fallback!: FallbackStep[] | null

  /** How much of the promise the requester sees. */
  @Flag({ default: true })
  showsPromise!: boolean

  /** People in copy of a mail take part in its ticket. */
  @Flag({ default: false })
  takesCopies!: boolean

  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
