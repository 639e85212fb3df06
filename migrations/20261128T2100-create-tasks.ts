import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, id, instant, int, line, optional, ref, to } from './columns.js'

/** What has to be done before a ticket can be solved. */
export class CreateTasks1795899600000 implements MigrationInterface {
  name = 'CreateTasks1795899600000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'tasks', [
      id(), ref('ticket_id'), ref('from_ticket_id', optional), int('position'), line('text', 200), ref('assignee_id', optional), line('due_on', 10, optional),
      instant('done_at', optional), ref('done_by_id', optional), line('done_by_name', 190, optional), instant('created_at'), int('version', { default: 1 })
    ], { indices: [['ticket_id', 'position'], ['from_ticket_id']], foreignKeys: [to('ticket_id', 'tickets', 'CASCADE'), to('assignee_id', 'agents', 'SET NULL')] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['tasks'])
  }
}
