import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Json, Line, Reference } from '../platform/database/columns.js'
import type { RunLine } from './run-lines.js'

/** What the rules said of one event of a ticket, and why. Never edited. */
@Entity('rule_runs')
@Index(['ticketId', 'id'])
export class RuleRun {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ticketId!: number

  /** Which event of the ticket, so that no rule acts on the same one twice. */
  @Line(80, { unique: true })
  causeKey!: string

  /** One for each rule that was asked, in order. */
  @Json()
  lines!: RunLine[]

  @Instant()
  at!: Date
}
