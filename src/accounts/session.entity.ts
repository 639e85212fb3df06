import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Instant, Line, LongText, Reference } from '../platform/database/columns.js'

/** A browser's session. The table holds a digest of the cookie's value, never the value. */
@Entity('sessions')
@Index(['agentId'])
@Index(['personId'])
@Index(['expiresAt'])
export class Session {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  idDigest!: string

  @LongText()
  data!: string

  @Reference({ nullable: true })
  agentId!: number | null

  @Reference({ nullable: true })
  personId!: number | null

  @Line(60, { default: '' })
  address!: string

  @Line(255, { default: '' })
  browser!: string

  @Instant()
  createdAt!: Date

  @Instant()
  seenAt!: Date

  /** The absolute end; the idle limit is counted from `seenAt`. */
  @Instant()
  expiresAt!: Date
}
