import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

const name = 'ix_jobs_lane_state_run_at'

/** What reads mail and what sends it waits apart from all the rest. */
export class DivideJobsIntoLanes1795923600000 implements MigrationInterface {
  name = 'DivideJobsIntoLanes1795923600000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE jobs ADD COLUMN lane varchar(10) NOT NULL DEFAULT 'desk'")
    await runner.getTable('jobs')
    await runner.query("UPDATE jobs SET lane = 'inbox' WHERE name = 'process-message'")
    await runner.query("UPDATE jobs SET lane = 'outbox' WHERE name = 'send-mail'")
    await runner.createIndex('jobs', new TableIndex({ name, columnNames: ['lane', 'state', 'run_at'] }))
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'jobs', name)
    await runner.query('ALTER TABLE jobs DROP COLUMN lane')
  }
}
