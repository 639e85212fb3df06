import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, id, instant, int, line, optional, primary, ref, to } from './columns.js'

/** All open tickets of an agent passed on in one act, and what became of each. */
export class CreateHandOvers1795892640000 implements MigrationInterface {
  name = 'CreateHandOvers1795892640000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'hand_overs', [
      id(), ref('agent_id'), ref('to_agent_id', optional), ref('by_agent_id'), line('by_name', 190), line('state', 12), int('returned', { default: 0 }), instant('created_at'), instant('finished_at', optional)
    ], { indices: [['agent_id', 'id']], foreignKeys: [to('agent_id', 'agents', 'CASCADE')] })
    await createTable(runner, 'hand_over_tickets', [ref('hand_over_id', primary), ref('ticket_id', primary), ref('to_agent_id', optional), line('outcome', 12)], {
      indices: [['ticket_id']], foreignKeys: [to('hand_over_id', 'hand_overs', 'CASCADE'), to('ticket_id', 'tickets', 'CASCADE')]
    })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['hand_overs', 'hand_over_tickets'])
  }
}
