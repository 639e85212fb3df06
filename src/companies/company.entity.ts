import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Line, LongText, Reference, Whole } from '../platform/database/columns.js'

/** A firm, faculty or office that requesters belong to. Never deleted, only taken out of use. */
@Entity('companies')
@Index(['accountManagerId'])
export class Company {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(190, { unique: true })
  name!: string

  /** For agents: contracts, whom to call. The public never sees it. */
  @LongText()
  note!: string

  /** The agent who looks after it; may have left since. */
  @Reference({ nullable: true })
  accountManagerId!: number | null

  /** Whether members read each other's requests. */
  @Flag({ default: false })
  colleaguesSee!: boolean

  /** Out of use, nobody joins it, its members see nothing of each other and new tickets do not belong to it. */
  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
