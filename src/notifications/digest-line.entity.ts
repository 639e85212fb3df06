import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, Reference } from '../platform/database/columns.js'

/** Something that an agent is told together with the rest, once an hour or a day. */
@Entity('digest_lines')
@Index(['agentId', 'id'])
export class DigestLine {
  @PrimaryGeneratedColumn()
  id!: number

  /** The same event, template and reader can never be told twice. */
  @Line(190, { unique: true })
  causeKey!: string

  @Reference()
  agentId!: number

  @Reference()
  ticketId!: number

  @Line(40)
  template!: string

  @Line(255)
  subject!: string

  @Instant()
  at!: Date
}
