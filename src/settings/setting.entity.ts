import { Entity, PrimaryColumn } from 'typeorm'
import { Instant, Json, Whole } from '../platform/database/columns.js'

/** One named value of the organisation: its name, languages, opening text, number format. */
@Entity('settings')
export class Setting {
  @PrimaryColumn({ type: 'varchar', length: 60 })
  name!: string

  @Json()
  value!: unknown

  @Whole({ default: 1 })
  version!: number

  @Instant()
  updatedAt!: Date
}
