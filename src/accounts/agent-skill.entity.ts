import { Entity, Index, PrimaryColumn } from 'typeorm'

/** An agent knows something. */
@Entity('agent_skills')
@Index(['skillId'])
export class AgentSkill {
  @PrimaryColumn({ type: 'int' })
  agentId!: number

  @PrimaryColumn({ type: 'int' })
  skillId!: number
}
