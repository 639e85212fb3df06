import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Instant, Json } from '../platform/database/columns.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** What a ticket was when the rules for new tickets were asked about it. Kept for a month. */
@Entity('asked_facts')
@Index(['at'])
export class AskedFacts {
  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @Json()
  facts!: Array<[FieldName, FactValue]>

  @Instant()
  at!: Date
}
