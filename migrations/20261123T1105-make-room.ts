import type { MigrationInterface, QueryRunner } from 'typeorm'
import { isMysql } from './columns.js'

const columns = [['request_forms', 'answers'], ['ticket_events', 'details'], ['audit_entries', 'difference']]

/** Long answers, and what they were before, may together be longer than the 64 KB of MySQL's TEXT. */
export class MakeRoom1795431900000 implements MigrationInterface {
  name = 'MakeRoom1795431900000'

  async up (runner: QueryRunner): Promise<void> {
    if (isMysql(runner)) for (const [table, column] of columns) await runner.query(`ALTER TABLE ${table} MODIFY ${column} mediumtext NOT NULL`)
  }

  async down (runner: QueryRunner): Promise<void> {
    if (isMysql(runner)) for (const [table, column] of columns) await runner.query(`ALTER TABLE ${table} MODIFY ${column} text NOT NULL`)
  }
}
