import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Line, Reference, Whole } from '../platform/database/columns.js'

/** A member of the public who asks, or takes part in a ticket. Needs no account. */
@Entity('people')
@Index(['companyId', 'name', 'id'])
@Index(['name', 'id', 'email', 'companyId'])
export class Person {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(190)
  name!: string

  /** In lower case. */
  @Line(190, { unique: true })
  email!: string

  @Line(60, { nullable: true })
  phone!: string | null

  /** Null follows the browser. */
  @Line(10, { nullable: true })
  locale!: string | null

  /** argon2id; most people have none and come by a mailed link or code. */
  @Line(255, { nullable: true })
  passwordHash!: string | null

  /** When the person first proved that the address is theirs. */
  @Instant({ nullable: true })
  verifiedAt!: Date | null

  /** Counted up to make every link mailed so far void. */
  @Whole({ default: 1 })
  linkEpoch!: number

  /** The company that the person belongs to, by the domain of the address or by hand. */
  @Reference({ nullable: true })
  companyId!: number | null

  /** Whether somebody said so by hand, also that there is none. No domain changes it then. */
  @Flag({ default: false })
  companyByHand!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
