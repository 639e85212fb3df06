import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, Line, Reference, Whole } from '../platform/database/columns.js'
import type { TargetMinutes } from './target-kind.js'

/** What is promised, to whom. Policies are asked in order and the first that matches applies. */
@Entity('sla_policies')
export class SlaPolicy {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120, { unique: true })
  name!: string

  @Whole()
  position!: number

  /** Empty matches every department. */
  @Json()
  departmentIds: number[] = []

  /** Empty matches every topic. */
  @Json()
  topicIds: number[] = []

  /** Null takes the department's schedule. */
  @Reference({ nullable: true })
  scheduleId!: number | null

  /** Counts around the clock, whatever any schedule says. */
  @Flag({ default: false })
  aroundTheClock!: boolean

  @Json()
  targets!: TargetMinutes

  @Flag({ default: true })
  pausesOnHold!: boolean

  /** Percent of a target after which the assignee is warned. */
  @Whole({ default: 75 })
  warnAtPercent!: number

  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
