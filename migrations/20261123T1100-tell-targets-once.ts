import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

/**
 * When somebody was warned of a target, so that nobody is warned twice; and an index under which missed
 * targets that were told already lie apart, so that a sweep reads only what it will tell.
 */
export class TellTargetsOnce1795431600000 implements MigrationInterface {
  name = 'TellTargetsOnce1795431600000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE targets ADD COLUMN warned_at bigint NULL')
    await runner.createIndex('targets', new TableIndex({ name: 'ix_targets_breached_at_due_at', columnNames: ['breached_at', 'due_at'] }))
    await dropIndex(runner, 'targets', 'ix_targets_due_at')
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.createIndex('targets', new TableIndex({ name: 'ix_targets_due_at', columnNames: ['due_at'] }))
    await dropIndex(runner, 'targets', 'ix_targets_breached_at_due_at')
    await runner.query('ALTER TABLE targets DROP COLUMN warned_at')
  }
}
