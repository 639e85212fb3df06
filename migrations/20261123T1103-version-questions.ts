import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Of two admins who edit a question at once, the second is told. */
export class VersionQuestions1795431780000 implements MigrationInterface {
  name = 'VersionQuestions1795431780000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE questions ADD COLUMN version int NOT NULL DEFAULT 1')
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE questions DROP COLUMN version')
  }
}
