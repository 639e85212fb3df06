import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A status may stop the clock of the solution or let it run, whatever its state says; a stretch of a ticket's life keeps which. */
export class PauseByStatus1795896060000 implements MigrationInterface {
  name = 'PauseByStatus1795896060000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE statuses ADD COLUMN clock varchar(10) NOT NULL DEFAULT 'as_state'")
    await runner.query('ALTER TABLE ticket_segments ADD COLUMN status_id int NULL')
    await runner.query('ALTER TABLE ticket_segments ADD COLUMN status_clock varchar(10) NULL')
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ticket_segments DROP COLUMN status_clock')
    await runner.query('ALTER TABLE ticket_segments DROP COLUMN status_id')
    await runner.query('ALTER TABLE statuses DROP COLUMN clock')
  }
}
