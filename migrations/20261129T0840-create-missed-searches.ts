import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, digest, dropTables, id, int, line, unique } from './columns.js'

/** What was looked for among the articles and not found, without who looked. */
export class CreateMissedSearches1795941600000 implements MigrationInterface {
  name = 'CreateMissedSearches1795941600000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'missed_searches', [
      id(), digest('term_digest', unique), line('term', 60), int('times', { default: 0 }), int('by_agents', { default: 0 }), line('first_on', 10), line('last_on', 10)
    ], { indices: [['times', 'id'], ['first_on'], ['last_on']] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['missed_searches'])
  }
}
