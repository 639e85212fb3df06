import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Instant, Whole } from '../database/columns.js'

/** Tries counted against a limit in a window of time, shared by all processes. The key is a digest. */
@Entity('brakes')
@Index(['endsAt'])
export class Brake {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  keyDigest!: string

  @Whole()
  tries!: number

  @Instant()
  endsAt!: Date
}
