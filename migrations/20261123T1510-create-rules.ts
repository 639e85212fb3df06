import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, flag, id, instant, int, line, long, optional, ref, to } from './columns.js'

/** Rules, what they said of each ticket, and the service level that one may name. */
export class CreateRules1795446600000 implements MigrationInterface {
  name = 'CreateRules1795446600000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'rules', [
      id(), line('name', 120), line('waits_for', 10), int('position'), long(runner, 'conditions'), long(runner, 'actions'), flag('stops', false), int('delay_minutes', optional),
      instant('swept_to', optional), flag('is_active', true), instant('created_at'), int('version', { default: 1 })
    ], { indices: [['waits_for', 'is_active', 'position']] })
    await createTable(runner, 'rule_runs', [id(), ref('ticket_id'), line('cause_key', 80), long(runner, 'lines'), instant('at')], {
      indices: [['ticket_id', 'id']], uniques: [['cause_key']], foreignKeys: [to('ticket_id', 'tickets', 'CASCADE')]
    })
    await createTable(runner, 'rule_hits', [id(), ref('rule_id'), ref('ticket_id'), instant('at')], {
      indices: [['rule_id', 'at']], foreignKeys: [to('rule_id', 'rules', 'CASCADE'), to('ticket_id', 'tickets', 'CASCADE')]
    })
    await runner.query('ALTER TABLE tickets ADD COLUMN chosen_policy_id int NULL')
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tickets DROP COLUMN chosen_policy_id')
    await dropTables(runner, ['rules', 'rule_runs', 'rule_hits'])
  }
}
