import { Entity, PrimaryColumn } from 'typeorm'
import { Instant } from '../database/columns.js'

/** When a recurring job is next due. The row makes sure that a timer fires once however many workers run. */
@Entity('timers')
export class Timer {
  @PrimaryColumn({ type: 'varchar', length: 60 })
  name!: string

  @Instant()
  nextRunAt!: Date
}
