import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, Reference } from '../platform/database/columns.js'

/** A time in which an agent is given no tickets. */
@Entity('absences')
@Index(['agentId', 'endsAt'])
export class Absence {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  agentId!: number

  @Instant()
  startsAt!: Date

  @Instant()
  endsAt!: Date

  @Line(190, { default: '' })
  reason!: string
}
