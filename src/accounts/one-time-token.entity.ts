import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Digest, Instant, Line, Reference, Whole } from '../platform/database/columns.js'

/** What a one-time token lets its holder do, once. */
export type TokenPurpose = 'setup' | 'invite_agent' | 'reset_agent' | 'reset_person' | 'sign_in' | 'code'

/** A single-purpose secret that was mailed or printed. Only its digest is kept. */
@Entity('one_time_tokens')
@Index(['expiresAt'])
export class OneTimeToken {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(20)
  purpose!: TokenPurpose

  /** Null once used, so that a used token matches nothing. */
  @Digest({ nullable: true, unique: true })
  secretDigest!: string | null

  @Reference({ nullable: true })
  agentId!: number | null

  @Reference({ nullable: true })
  personId!: number | null

  @Reference({ nullable: true })
  ticketId!: number | null

  /** Wrong guesses at a code; it is void after a few. */
  @Whole({ default: 0 })
  misses!: number

  @Instant()
  createdAt!: Date

  @Instant()
  expiresAt!: Date
}
