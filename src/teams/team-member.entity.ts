import { Entity, Index, PrimaryColumn } from 'typeorm'

@Entity('team_members')
@Index(['agentId'])
export class TeamMember {
  @PrimaryColumn({ type: 'int' })
  teamId!: number

  @PrimaryColumn({ type: 'int' })
  agentId!: number
}
