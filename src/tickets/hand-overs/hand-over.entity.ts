import { Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import type { HandOverScope } from '../../accounts/hand-over-plan.entity.js'
import { Instant, Line, Reference, Whole } from '../../platform/database/columns.js'

/** Where a hand-over is: a worker goes through the tickets, has done so, gives them back, has done that. */
export type HandOverState = 'running' | 'done' | 'returning' | 'returned'

/** What became of one ticket: somebody has it, nobody could be given it, or it stayed where it was. */
export type HandOverOutcome = 'given' | 'pool' | 'not_here' | 'given_back'

/** All open tickets of an agent passed on in one act. */
@Entity('hand_overs')
@Index(['agentId', 'id'])
export class HandOver {
  @PrimaryGeneratedColumn()
  id!: number

  /** Whose tickets they were. */
  @Reference()
  agentId!: number

  /** Who gets them all; null finds an agent for each anew. */
  @Reference({ nullable: true })
  toAgentId!: number | null

  @Reference()
  byAgentId!: number

  @Line(190)
  byName!: string

  /** All open tickets, or those in departments that the agent has left. */
  @Line(12, { default: 'all' })
  scope!: HandOverScope

  /** What it was planned by beforehand; null when somebody pressed the button. */
  @Reference({ nullable: true })
  planId!: number | null

  @Line(12)
  state!: HandOverState

  /** How many were given back. */
  @Whole({ default: 0 })
  returned!: number

  @Instant()
  createdAt!: Date

  @Instant({ nullable: true })
  finishedAt!: Date | null
}

/** One ticket of a hand-over. */
@Entity('hand_over_tickets')
@Index(['ticketId'])
export class HandOverTicket {
  @PrimaryColumn({ type: 'int' })
  handOverId!: number

  @PrimaryColumn({ type: 'int' })
  ticketId!: number

  @Reference({ nullable: true })
  toAgentId!: number | null

  @Line(12)
  outcome!: HandOverOutcome
}
