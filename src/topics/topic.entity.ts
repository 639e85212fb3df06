import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { ClosurePolicy, Strategy } from '../departments/choices.js'
import { Flag, Instant, Json, Line, Reference, Whole } from '../platform/database/columns.js'

/** What a requester picks first: it decides which questions are asked and who gets the ticket. */
@Entity('topics')
export class Topic {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120)
  name!: string

  @Line(255, { default: '' })
  description!: string

  /** A symbol of the icon sheet. */
  @Line(40, { default: 'question' })
  icon!: string

  @Reference()
  departmentId!: number

  @Reference({ nullable: true })
  teamId!: number | null

  @Whole({ default: 2 })
  priority!: 1 | 2 | 3 | 4

  /** Null takes the department's. */
  @Line(20, { nullable: true })
  closurePolicy!: ClosurePolicy | null

  /** Null takes the team's, or the department's. */
  @Line(20, { nullable: true })
  strategy!: Strategy | null

  /** Whether whoever last answered the requester is asked first; null takes the department's. */
  @Line(10, { nullable: true })
  lastAgentChoice!: 'yes' | 'no' | null

  /** What an agent has to know. */
  @Json({ nullable: true })
  skillIds!: number[] | null

  @Whole()
  position!: number

  /** Off keeps it for agents. */
  @Flag({ default: true })
  isPublic!: boolean

  @Flag({ default: true })
  isActive!: boolean

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
