import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, line, optional, primary, ref } from './columns.js'

const owners = ['departments', 'teams']

/** Turns move out of departments and teams, whose rows every new ticket holds. */
export class KeepTurns1795431720000 implements MigrationInterface {
  name = 'KeepTurns1795431720000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'turns', [line('owner_kind', 12, primary), ref('owner_id', primary), ref('last_agent_id', optional)])
    for (const table of owners) await runner.query(`ALTER TABLE ${table} DROP COLUMN last_turn_agent_id`)
  }

  async down (runner: QueryRunner): Promise<void> {
    for (const table of owners) await runner.query(`ALTER TABLE ${table} ADD COLUMN last_turn_agent_id int NULL`)
    await dropTables(runner, ['turns'])
  }
}
