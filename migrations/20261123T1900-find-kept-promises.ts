import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

/** The report of promises asks for those that were kept in a period. */
export class FindKeptPromises1795460400000 implements MigrationInterface {
  name = 'FindKeptPromises1795460400000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.createIndex('targets', new TableIndex({ name: 'ix_targets_met_at', columnNames: ['met_at'] }))
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'targets', 'ix_targets_met_at')
  }
}
