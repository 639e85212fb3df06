import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Flag, Instant, Line, Reference } from '../platform/database/columns.js'

/** Nothing has happened yet, the tickets are with others until the absence ends, or there is nothing left to do. */
export type HandOverPlanState = 'planned' | 'away' | 'over'

/** All open tickets of an agent, or those in departments that he or she has left. */
export type HandOverScope = 'all' | 'lost'

/** What is to happen by itself with an agent's open tickets when an absence begins and ends, or when the agent leaves a department. */
@Entity('hand_over_plans')
@Index(['nextAt', 'id'])
@Index(['absenceId'])
@Index(['agentId'])
export class HandOverPlan {
  @PrimaryGeneratedColumn()
  id!: number

  /** Whose tickets they are. */
  @Reference()
  agentId!: number

  /** Null when it has none, or it was taken back. */
  @Reference({ nullable: true })
  absenceId!: number | null

  @Line(12)
  scope!: HandOverScope

  /** Who gets them all; null finds an agent for each anew. */
  @Reference({ nullable: true })
  toAgentId!: number | null

  /** Whether what is still open comes back when the absence ends. */
  @Flag({ default: false })
  givesBack!: boolean

  @Line(12)
  state!: HandOverPlanState

  /** When something is to be done; null when there is nothing more. */
  @Instant({ nullable: true })
  nextAt!: Date | null

  @Instant({ nullable: true })
  endsAt!: Date | null

  /** What was handed over by it. */
  @Reference({ nullable: true })
  handOverId!: number | null

  @Reference({ nullable: true })
  byAgentId!: number | null

  @Line(190)
  byName!: string

  @Instant()
  createdAt!: Date
}
