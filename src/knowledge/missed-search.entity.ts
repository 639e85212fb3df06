import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Day, Digest, Line, Whole } from '../platform/database/columns.js'

/** Words that somebody looked for and no article holds. Nothing in it tells who looked, and a day is the closest that it tells when. */
@Entity('missed_searches')
@Index(['times', 'id'])
@Index(['firstOn'])
@Index(['lastOn'])
export class MissedSearch {
  @PrimaryGeneratedColumn()
  id!: number

  /** Of the term, so that both engines take the same two terms for one. */
  @Digest({ unique: true })
  termDigest!: string

  @Line(60)
  term!: string

  @Whole({ default: 0 })
  times!: number

  /** So many of them were searches of agents. */
  @Whole({ default: 0 })
  byAgents!: number

  @Day()
  firstOn!: string

  @Day()
  lastOn!: string
}
