import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, Line, Reference, Whole } from '../platform/database/columns.js'
import type { Action } from './action.js'

/** A named list of actions on an agent's button. */
@Entity('macros')
export class Macro {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120)
  name!: string

  /** Whose tickets it is for; null for all. */
  @Reference({ nullable: true })
  departmentId!: number | null

  @Json()
  actions!: Action[]

  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
