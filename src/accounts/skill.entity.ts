import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, Whole } from '../platform/database/columns.js'

/** Something that some agents know and some topics ask for, by a simple name. */
@Entity('skills')
export class Skill {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(60, { unique: true })
  name!: string

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
