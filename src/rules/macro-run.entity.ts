import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, Reference } from '../platform/database/columns.js'

/** One time that an agent ran a macro on a ticket. */
@Entity('macro_runs')
@Index(['macroId', 'at'])
export class MacroRun {
  @PrimaryGeneratedColumn()
  id!: number

  /** The form and the ticket, so that pressing twice runs once. */
  @Line(80, { unique: true })
  runKey!: string

  @Reference()
  macroId!: number

  @Reference()
  ticketId!: number

  @Reference()
  agentId!: number

  @Instant()
  at!: Date
}
