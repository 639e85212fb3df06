import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Reference } from '../platform/database/columns.js'

/** One time that a rule held: rows of their own, since a counter would make new tickets wait for each other. */
@Entity('rule_hits')
@Index(['ruleId', 'at'])
export class RuleHit {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ruleId!: number

  @Reference()
  ticketId!: number

  @Instant()
  at!: Date
}
