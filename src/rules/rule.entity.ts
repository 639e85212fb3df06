import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, Line, Whole } from '../platform/database/columns.js'
import type { Action } from './action.js'
import type { Group } from './condition.js'
import type { Trigger } from './rule-fields.js'
import type { Timing } from './timing.js'

/** When something comes or happens and conditions hold, actions follow. */
@Entity('rules')
@Index(['trigger', 'isActive', 'position'])
export class Rule {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120)
  name!: string

  /** `trigger` is a word of SQL, so the column has another name. */
  @Line(10, { name: 'waits_for' })
  trigger!: Trigger

  @Whole()
  position!: number

  @Json()
  conditions!: Group

  @Json()
  actions!: Action[]

  /** Rules after it are not asked when it holds. */
  @Flag({ default: false })
  stops!: boolean

  /** For rules of time: how long before or after what. */
  @Json({ nullable: true })
  timing!: Timing | null

  /** For rules of time: when the tickets were last looked at. */
  @Instant({ nullable: true })
  sweptTo!: Date | null

  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
