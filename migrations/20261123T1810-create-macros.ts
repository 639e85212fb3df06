import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, flag, id, instant, int, line, long, optional, ref, to } from './columns.js'

/** Lists of actions on an agent's button, and each time one was run on a ticket. */
export class CreateMacros1795457400000 implements MigrationInterface {
  name = 'CreateMacros1795457400000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'macros', [
      id(), line('name', 120), ref('department_id', optional), long(runner, 'actions'), flag('is_active', true), instant('created_at'), int('version', { default: 1 })
    ], { foreignKeys: [to('department_id', 'departments', 'CASCADE')] })
    await createTable(runner, 'macro_runs', [id(), line('run_key', 80), ref('macro_id'), ref('ticket_id'), ref('agent_id'), instant('at')], {
      uniques: [['run_key']], indices: [['macro_id', 'at']], foreignKeys: [to('macro_id', 'macros', 'CASCADE'), to('ticket_id', 'tickets', 'CASCADE')]
    })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['macros', 'macro_runs'])
  }
}
