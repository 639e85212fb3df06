import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A request that was begun and not sent keeps which article solved it, so that it counts once. */
export class EndFormsByArticle1795910460000 implements MigrationInterface {
  name = 'EndFormsByArticle1795910460000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE request_forms ADD COLUMN solved_by_id int NULL')
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE request_forms DROP COLUMN solved_by_id')
  }
}
