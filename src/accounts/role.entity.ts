import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { Permission } from '../platform/actor.js'
import { Instant, Json, Line, Whole } from '../platform/database/columns.js'

/** A named set of permissions. An agent has one role in each department that he or she works in. */
@Entity('roles')
export class Role {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120, { unique: true })
  name!: string

  @Line(255, { default: '' })
  description!: string

  @Json()
  permissions!: Permission[]

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
