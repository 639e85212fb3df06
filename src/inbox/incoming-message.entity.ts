import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { Automatic } from '../platform/mime/parsed-message.js'
import type { Message } from '../platform/errors.js'
import { Digest, Instant, Json, Line, LongText, Reference, Whole } from '../platform/database/columns.js'

/** The ways in. */
export type Door = 'imap' | 'pipe' | 'smtp' | 'http' | 'upload'

/** `stored` waits to be read; `done` became what `outcome` says; `set_aside` could not be read; `quarantined` waits for an admin's word. */
export type IncomingState = 'stored' | 'done' | 'set_aside' | 'quarantined'

export type Outcome = 'ticket' | 'message' | 'agent_reply' | 'agent_note' | 'bounce' | 'automatic' | 'own' | 'dropped' | null

/** One mail that came, and what became of it. Its bytes lie in the file store, kept before anybody was told that we have it. */
@Entity('incoming_messages')
@Index(['messageId'])
@Index(['fromAddress', 'id'])
@Index(['state', 'id'])
@Index(['outcome', 'id'])
@Index(['mailboxId', 'id'])
@Index(['ticketId'])
export class IncomingMessage {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference({ nullable: true })
  mailboxId!: number | null

  @Line(10)
  door!: Door

  /** Of the message without what was added on its way. */
  @Digest()
  fingerprint!: string

  /** The mailbox or door with the fingerprint: the same message comes in there once. */
  @Line(190, { unique: true })
  originKey!: string

  /** Where its bytes are in the file store. */
  @Digest()
  sha256!: string

  @Whole()
  size!: number

  @Line(255, { nullable: true })
  envelopeFrom!: string | null

  @Json()
  envelopeTo!: string[]

  @Line(255, { nullable: true })
  messageId!: string | null

  @Line(190, { nullable: true })
  fromAddress!: string | null

  @Line(190, { nullable: true })
  fromName!: string | null

  @Line(255, { nullable: true })
  subject!: string | null

  @Line(12, { nullable: true })
  automatic!: Automatic | null

  @Line(12, { default: 'stored' })
  state!: IncomingState

  @Line(12, { nullable: true })
  outcome!: Outcome

  /** Why it became that, in words. */
  @Json({ nullable: true })
  reason!: Message | null

  @Reference({ nullable: true })
  ticketId!: number | null

  @Reference({ nullable: true })
  entryId!: number | null

  @Reference({ nullable: true })
  personId!: number | null

  /** What was odd about it, in short fixed words. */
  @Json()
  problems!: string[]

  @Whole({ default: 0 })
  attempts!: number

  @LongText({ nullable: true })
  lastError!: string | null

  @Instant()
  receivedAt!: Date

  @Instant({ nullable: true })
  processedAt!: Date | null

  @Whole({ default: 1 })
  version!: number
}
