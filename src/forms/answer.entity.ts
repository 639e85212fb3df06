import { Entity, PrimaryColumn } from 'typeorm'
import { Json } from '../platform/database/columns.js'

/** What a person answered: text, a list of chosen options, yes or no. Files are attachments of the ticket. */
export type AnswerValue = string | string[] | boolean | null

/** One answer of one ticket. */
@Entity('answers')
export class Answer {
  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @PrimaryColumn({ type: 'int' })
  questionId!: number

  @Json()
  value!: AnswerValue
}
