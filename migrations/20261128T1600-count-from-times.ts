import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex, isMysql } from './columns.js'

const times = ['created_at', 'due_at', 'resolved_at', 'closed_at']

/** Rules of time count from any time of a ticket, which is found by an index; the answer to a question for a date is one. */
export class CountFromTimes1795881600000 implements MigrationInterface {
  name = 'CountFromTimes1795881600000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE rules ADD COLUMN timing text NULL')
    await runner.query(`UPDATE rules SET timing = ${silence(runner)}, swept_to = swept_to + delay_minutes * 60000 WHERE waits_for = 'time'`)
    await runner.query('ALTER TABLE rules DROP COLUMN delay_minutes')
    for (const column of times) await runner.createIndex('tickets', new TableIndex({ name: `ix_tickets_${column}`, columnNames: [column] }))
    // A day in quotes has twelve characters; long answers need no index.
    await runner.query(`CREATE INDEX ix_answers_days ON answers (question_id, ${isMysql(runner) ? 'value(12))' : 'value) WHERE length(value) = 12'}`)
  }

  async down (runner: QueryRunner): Promise<void> {
    // MariaDB let this index stand in for its own of the foreign key.
    if (isMysql(runner)) await runner.query('CREATE INDEX fk_answers_question_id ON answers (question_id)')
    await runner.query(`DROP INDEX ix_answers_days${isMysql(runner) ? ' ON answers' : ''}`)
    for (const column of times) await dropIndex(runner, 'tickets', `ix_tickets_${column}`)
    await runner.query('ALTER TABLE rules ADD COLUMN delay_minutes int NULL')
    await runner.query('ALTER TABLE rules DROP COLUMN timing')
  }
}

/** So many minutes since the last activity, as a rule holds it now. */
function silence (runner: QueryRunner): string {
  return isMysql(runner)
    ? `CONCAT('{"span":"', delay_minutes, ' minutes","side":"after","of":"active_at"}')`
    : `'{"span":"' || delay_minutes || ' minutes","side":"after","of":"active_at"}'`
}
