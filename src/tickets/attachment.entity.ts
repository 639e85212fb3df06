import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Digest, Instant, Line, Reference, Whole } from '../platform/database/columns.js'

/** A file that belongs to an entry of a thread. Before the entry exists it belongs to a form. */
@Entity('attachments')
@Index(['ticketId'])
@Index(['entryId'])
@Index(['formKey'])
export class Attachment {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference({ nullable: true })
  ticketId!: number | null

  @Reference({ nullable: true })
  entryId!: number | null

  /** The form or draft that it was uploaded with, until that is sent. */
  @Line(64, { nullable: true })
  formKey!: string | null

  /** The question that it answers, when a topic asks for a file. */
  @Reference({ nullable: true })
  questionId!: number | null

  /** As the sender called it; shown, never used as a path. */
  @Line(255)
  name!: string

  @Line(120)
  contentType!: string

  @Whole()
  size!: number

  @Digest()
  sha256!: string

  @Instant()
  createdAt!: Date
}
