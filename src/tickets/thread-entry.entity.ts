import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Json, Line, LongText, Reference } from '../platform/database/columns.js'
import type { MessagePart } from '../platform/mime/parsed-message.js'
import type { Source } from './source.js'

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

  /** The same in parts, when it came by mail: what was written, quoted and signed. Null when it was typed on a page. */
  @Json({ nullable: true })
  parts!: MessagePart[] | null

  /** Of the mail that it came by, so that our answers stand below it in mail programs. */
  @Line(255, { nullable: true })
  messageId!: string | null

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
