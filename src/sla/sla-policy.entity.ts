import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, LaterList, Line, Reference, Whole } from '../platform/database/columns.js'
import type { Step } from './step.js'
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

  /** Empty matches every company, and tickets of none. */
  @LaterList()
  companyIds: number[] = []

  /** Empty matches every priority. */
  @LaterList()
  priorities: Array<1 | 2 | 3 | 4> = []

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

  /** What is done as a promise comes near or is missed. */
  @LaterList()
  steps: Step[] = []

  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
