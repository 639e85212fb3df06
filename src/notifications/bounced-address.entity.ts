import { Entity, PrimaryColumn } from 'typeorm'
import { Instant, LongText, Whole } from '../platform/database/columns.js'

/** An address that mails came back from for good. */
@Entity('bounced_addresses')
export class BouncedAddress {
  @PrimaryColumn({ type: 'varchar', length: 190 })
  address!: string

  /** How many mails came back since one last got through. */
  @Whole({ default: 0 })
  times!: number

  /** What the last refusal said. */
  @LongText()
  text!: string

  @Instant()
  bouncedAt!: Date

  /** Since when mails to it wait for an admin's word. */
  @Instant({ nullable: true })
  heldAt!: Date | null
}
