import { Entity, PrimaryColumn } from 'typeorm'
import { Reference } from '../platform/database/columns.js'

/**
 * Whose turn it was last in a department, a team or a topic.
 *
 * A row of its own, that nothing refers to. Every new ticket holds a shared lock on its department by the
 * foreign key, so two that both went on to write into the department would block each other.
 */
@Entity('turns')
export class Turn {
  @PrimaryColumn({ type: 'varchar', length: 12 })
  ownerKind!: 'department' | 'team' | 'topic'

  @PrimaryColumn({ type: 'int' })
  ownerId!: number

  @Reference({ nullable: true })
  lastAgentId!: number | null
}
