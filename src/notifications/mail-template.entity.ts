import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, LongText, Whole } from '../platform/database/columns.js'

/** An admin's wording of one mail in one language. Without a row the catalogue's wording is used. */
@Entity('mail_templates')
@Index(['departmentId', 'name', 'locale'], { unique: true })
export class MailTemplate {
  @PrimaryGeneratedColumn()
  id!: number

  /** Whose wording it is; 0 for the organisation's, which holds for every department without one. */
  @Whole({ default: 0 })
  departmentId!: number

  @Line(40)
  name!: string

  @Line(10)
  locale!: string

  @Line(255)
  subject!: string

  /** Plain paragraphs with {placeholders}, which are looked up and never run. */
  @LongText()
  body!: string

  @Instant()
  updatedAt!: Date

  @Whole({ default: 1 })
  version!: number
}
