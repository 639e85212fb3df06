import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { Strategy } from '../departments/choices.js'
import { Flag, Instant, Line, Reference, Whole } from '../platform/database/columns.js'

/** People who share work, across departments if need be. */
@Entity('teams')
export class Team {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120, { unique: true })
  name!: string

  @Line(255, { default: '' })
  description!: string

  @Reference({ nullable: true })
  leadId!: number | null

  @Line(20, { default: 'manual' })
  strategy!: Strategy

  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
