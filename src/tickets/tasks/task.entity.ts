import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Day, Instant, Line, Reference, Whole } from '../../platform/database/columns.js'

/** One thing that has to be done before a ticket can be solved. Only agents see it. */
@Entity('tasks')
@Index(['ticketId', 'position'])
@Index(['fromTicketId'])
@Index(['assigneeId', 'doneAt', 'dueOn'])
export class Task {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ticketId!: number

  /** The ticket that it was written on, when that one was merged into this. */
  @Reference({ nullable: true })
  fromTicketId!: number | null

  /** Where it stands among the others; the lower goes first. */
  @Whole()
  position!: number

  @Line(200)
  text!: string

  @Reference({ nullable: true })
  assigneeId!: number | null

  @Day({ nullable: true })
  dueOn!: string | null

  @Instant({ nullable: true })
  doneAt!: Date | null

  @Reference({ nullable: true })
  doneById!: number | null

  /** Kept as it was then. */
  @Line(190, { nullable: true })
  doneByName!: string | null

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
