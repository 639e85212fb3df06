import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, id, instant, line, optional, ref, to } from './columns.js'

/** Departments that are asked to look at a ticket which stays where it is. */
export class CreateReferrals1795892520000 implements MigrationInterface {
  name = 'CreateReferrals1795892520000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'ticket_referrals', [
      id(), ref('ticket_id'), ref('department_id'), line('reason', 500), line('by_name', 190), instant('created_at'), instant('ended_at', optional)
    ], {
      indices: [['department_id', 'ended_at', 'ticket_id'], ['ticket_id', 'ended_at']],
      foreignKeys: [to('ticket_id', 'tickets', 'CASCADE'), to('department_id', 'departments', 'CASCADE')]
    })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['ticket_referrals'])
  }
}
