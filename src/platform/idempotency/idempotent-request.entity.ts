import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Digest, Instant, Json, Line, LongText, Whole } from '../database/columns.js'

/** A request that a program may send again without anything being done twice, and what it was answered. */
@Entity('idempotent_requests')
@Index(['expiresAt'])
export class IdempotentRequest {
  /** Of the program and the name that it gave the request. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  keyDigest!: string

  /** Of method, address and body: another request under the same name is refused. */
  @Digest()
  requestDigest!: string

  /** Which attempt is at work on it. */
  @Line(36)
  claim!: string

  @Instant()
  beganAt!: Date

  /** When the change was committed; null when nothing was done yet. */
  @Instant({ nullable: true })
  committedAt!: Date | null

  /** The answer; null as long as there is none. */
  @Whole({ nullable: true })
  status!: number | null

  @Json({ nullable: true })
  headers!: Record<string, string> | null

  @LongText({ nullable: true })
  body!: string | null

  @Instant()
  expiresAt!: Date
}
