import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

/** The history of changes is asked what one admin did, newest first. */
export class FindChanges1795431840000 implements MigrationInterface {
  name = 'FindChanges1795431840000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.createIndex('audit_entries', new TableIndex({ name: 'ix_audit_entries_agent_id_at', columnNames: ['agent_id', 'at'] }))
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'audit_entries', 'ix_audit_entries_agent_id_at')
  }
}
