import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Reference } from '../platform/database/columns.js'

/** An agent works in a department, in a role. */
@Entity('memberships')
@Index(['departmentId'])
export class Membership {
  @PrimaryColumn({ type: 'int' })
  agentId!: number

  @PrimaryColumn({ type: 'int' })
  departmentId!: number

  @Reference()
  roleId!: number
}
