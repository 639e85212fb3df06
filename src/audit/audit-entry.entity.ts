import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Json, Line, Reference, Whole } from '../platform/database/columns.js'

/** Field → its value before and after. Secrets are never among them. */
export type Difference = Record<string, { before: unknown, after: unknown }>

/** One change that an admin made, or one event of an account. Never edited. */
@Entity('audit_entries')
@Index(['at'])
@Index(['agentId', 'at'])
@Index(['subjectType', 'subjectId'])
export class AuditEntry {
  @PrimaryGeneratedColumn()
  id!: number

  @Instant()
  at!: Date

  @Reference({ nullable: true })
  agentId!: number | null

  /** Kept beside the id, so that the line still reads when the agent is gone. */
  @Line(190)
  agentName!: string

  /** `department.updated`, `agent.signed_in` … */
  @Line(60)
  action!: string

  @Line(40)
  subjectType!: string

  @Whole({ nullable: true })
  subjectId!: number | null

  @Line(255)
  subjectName!: string

  @Json()
  difference!: Difference
}
