import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Json, Line, Reference, Whole } from '../platform/database/columns.js'
import type { TakenStep } from '../sla/step.js'
import type { TargetKind } from '../sla/target-kind.js'

/**
 * One promise on one ticket. While it runs it has a due time and no `usedMs` is added; while it is paused,
 * met or dropped it has none, and `usedMs` holds what was used so far.
 */
@Entity('targets')
@Index(['ticketId'])
@Index(['breachedAt', 'dueAt'])
@Index(['nextStepAt'])
export class Target {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ticketId!: number

  @Line(20)
  kind!: TargetKind

  @Reference()
  policyId!: number

  /** Null counts around the clock. */
  @Reference({ nullable: true })
  scheduleId!: number | null

  /** The promise, in minutes of working time. */
  @Whole()
  minutes!: number

  @Instant()
  startedAt!: Date

  /** Since when it runs without a pause; null while paused or met. */
  @Instant({ nullable: true })
  runningSince!: Date | null

  /** Working milliseconds used before `runningSince`. */
  @Column({ type: 'bigint', default: 0, transformer: { to: (value: number) => value, from: (value: string | number) => Number(value) } })
  usedMs!: number

  @Instant({ nullable: true })
  dueAt!: Date | null

  /** When the next step of the service level is taken; null when none is left or while paused. */
  @Instant({ nullable: true })
  nextStepAt!: Date | null

  /** The steps that were taken; each is taken once. Null for none. */
  @Json({ nullable: true })
  takenSteps!: readonly TakenStep[] | null

  @Instant({ nullable: true })
  metAt!: Date | null

  /** When it was found to be missed. A late answer still meets it, late. */
  @Instant({ nullable: true })
  breachedAt!: Date | null

  /** When it stopped mattering without being met: the ticket was closed, merged or binned. */
  @Instant({ nullable: true })
  droppedAt!: Date | null
}
