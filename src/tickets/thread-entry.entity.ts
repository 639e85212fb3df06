import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, LongText, Reference, Flag } from '../platform/database/columns.js'
import type { Source } from './ticket.entity.js'

/** `message` from requester or participant, `reply` to them, `note` for agents alone. */
export type EntryKind = 'message' | 'reply' | 'note'

/** One item of the correspondence. Its text is never edited. */
@Entity('thread_entries')
@Index(['ticketId', 'id'])
export class ThreadEntry {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  ticketId!: number

  @Line(10)
  kind!: EntryKind

  @Reference({ nullable: true })
  agentId!: number | null

  @Reference({ nullable: true })
  personId!: number | null

  @Line(190)
  authorName!: string

  @LongText()
  text!: string

  @Line(10)
  source!: Source

  /** The answer that the ticket was solved with. */
  @Flag({ default: false })
  isSolution!: boolean

  /** For replies: when the mail leaves. Until then it can be taken back, and the public does not see it. */
  @Instant({ nullable: true })
  leavesAt!: Date | null

  /** Set when a reply was taken back in time; its text went back to the draft. */
  @Instant({ nullable: true })
  withdrawnAt!: Date | null

  @Instant()
  createdAt!: Date
}
