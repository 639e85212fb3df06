import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Json, Line, LongText, Whole } from '../database/columns.js'
import type { Lane } from './lanes.js'

/**
 * One piece of work that happens later. The table is the outbox: a row is written in the same transaction
 * as the change that causes it.
 *
 * A claimed job is pushed into the future by the length of its lease. A worker that dies simply lets it
 * come due again.
 */
@Entity('jobs')
@Index(['state', 'runAt'])
@Index(['lane', 'state', 'runAt'])
export class Job {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(60)
  name!: string

  @Line(10, { default: 'desk' })
  lane!: Lane

  @Json()
  payload!: unknown

  /** Two jobs with the same key are one job. */
  @Line(190, { nullable: true, unique: true })
  uniqueKey!: string | null

  @Line(10, { default: 'ready' })
  state!: 'ready' | 'dead'

  @Instant()
  runAt!: Date

  @Whole({ default: 0 })
  attempts!: number

  /** Held by the worker that runs it; a late worker with another token may no longer finish it. */
  @Line(40, { nullable: true })
  leaseToken!: string | null

  @LongText({ nullable: true })
  lastError!: string | null

  @Instant()
  createdAt!: Date
}
