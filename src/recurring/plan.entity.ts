import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, Line, Whole } from '../platform/database/columns.js'
import type { Message } from '../platform/errors.js'
import type { PlanTemplate } from './plan-template.js'
import type { Recurrence } from './recurrence.js'

/** A ticket that opens by itself, once or again and again. */
@Entity('plans')
@Index(['nextAt'])
export class Plan {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120)
  name!: string

  @Json()
  recurrence!: Recurrence

  @Json()
  template!: PlanTemplate

  @Flag({ default: true })
  isActive!: boolean

  /** When the next ticket opens; null when it is switched off, halted, or over. */
  @Instant({ nullable: true })
  nextAt!: Date | null

  /** The planned time that was dealt with last. */
  @Instant({ nullable: true })
  lastAt!: Date | null

  /** Why its last ticket could not be opened. It waits until an admin saves it again. */
  @Json({ nullable: true })
  haltedBecause!: Message | null

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
