import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, Line, Whole } from '../platform/database/columns.js'
import type { OpeningHours } from './opening-hours.js'

/** Working hours in a time zone, with holidays. */
@Entity('schedules')
export class Schedule {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120, { unique: true })
  name!: string

  @Json()
  openingHours!: OpeningHours

  /** The one that departments without a schedule of their own use. */
  @Flag({ default: false })
  isDefault!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
