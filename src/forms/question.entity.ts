import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Json, Line, Reference, Whole } from '../platform/database/columns.js'
import type { QuestionKind } from './question-kind.js'

/** One question that a topic asks beside subject and description. */
@Entity('questions')
@Index(['topicId', 'position'])
export class Question {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  topicId!: number

  @Line(190)
  label!: string

  @Line(255, { default: '' })
  hint!: string

  @Line(20)
  kind!: QuestionKind

  /** For choice and choices: what can be chosen. */
  @Json()
  options: string[] = []

  @Flag({ default: false })
  isRequired!: boolean

  /** Off shows it to agents alone. */
  @Flag({ default: true })
  isPublic!: boolean

  /** A ticket cannot be solved or closed while this is empty. */
  @Flag({ default: false })
  neededToClose!: boolean

  @Whole()
  position!: number

  /** Answers stay readable when a question is no longer asked. */
  @Flag({ default: true })
  isActive!: boolean

  @Whole({ default: 1 })
  version!: number
}
