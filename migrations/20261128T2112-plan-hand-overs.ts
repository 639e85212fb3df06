import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, flag, id, instant, line, optional, ref, to } from './columns.js'

/** What is to happen with an agent's open tickets when an absence begins and ends, or when the agent leaves a department. */
export class PlanHandOvers1795900320000 implements MigrationInterface {
  name = 'PlanHandOvers1795900320000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'hand_over_plans', [
      id(), ref('agent_id'), ref('absence_id', optional), line('scope', 12), ref('to_agent_id', optional), flag('gives_back', false), line('state', 12),
      instant('next_at', optional), instant('ends_at', optional), ref('hand_over_id', optional), ref('by_agent_id', optional), line('by_name', 190), instant('created_at')
    ], { indices: [['next_at', 'id'], ['absence_id'], ['agent_id']], foreignKeys: [to('agent_id', 'agents', 'CASCADE')] })
    await runner.query('ALTER TABLE hand_overs ADD COLUMN plan_id int NULL')
    await runner.query("ALTER TABLE hand_overs ADD COLUMN scope varchar(12) NOT NULL DEFAULT 'all'")
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE hand_overs DROP COLUMN scope')
    await runner.query('ALTER TABLE hand_overs DROP COLUMN plan_id')
    await dropTables(runner, ['hand_over_plans'])
  }
}
