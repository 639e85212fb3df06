import { Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Line, LongText, Reference, Whole } from '../platform/database/columns.js'
import type { Security } from './sending-security.js'

/** A mail server that sends for some departments instead of the system's. */
@Entity('sending_servers')
@Index(['name'], { unique: true })
export class SendingServer {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120)
  name!: string

  @Line(190)
  host!: string

  @Whole()
  port!: number

  @Line(10)
  security!: Security

  @Line(190, { default: '' })
  userName!: string

  /** The password, sealed. */
  @LongText({ nullable: true })
  secret!: string | null

  /** Most mails that leave through it in one hour; null for no limit. */
  @Whole({ nullable: true })
  hourlyCap!: number | null

  /** The domain that signs its mails; empty signs none. */
  @Line(190, { default: '' })
  dkimDomain!: string

  @Line(63, { default: '' })
  dkimSelector!: string

  /** The private key, sealed. */
  @LongText({ nullable: true })
  dkimKey!: string | null

  @Flag({ default: true })
  isActive!: boolean

  /** Since when nothing left through it; null while it works. */
  @Instant({ nullable: true })
  failingSince!: Date | null

  @LongText({ nullable: true })
  lastError!: string | null

  /** Until when mails wait because the hour's limit was reached. */
  @Instant({ nullable: true })
  fullUntil!: Date | null

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}

/** Which server sends a department's mails. */
@Entity('department_servers')
export class DepartmentServer {
  @PrimaryColumn({ type: 'int' })
  departmentId!: number

  @Reference()
  serverId!: number
}
