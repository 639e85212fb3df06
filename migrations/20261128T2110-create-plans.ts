import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, flag, id, instant, int, json, line, optional, ref, to } from './columns.js'

/** Tickets that open by themselves at set times, and what became of each time. */
export class CreatePlans1795900200000 implements MigrationInterface {
  name = 'CreatePlans1795900200000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'plans', [
      id(), line('name', 120), json('recurrence'), json('template'), flag('is_active', true), instant('next_at', optional), instant('last_at', optional), json('halted_because', optional),
      instant('created_at'), int('version', { default: 1 })
    ], { indices: [['next_at']] })
    await createTable(runner, 'plan_runs', [
      id(), ref('plan_id'), line('occurrence', 60), instant('planned_at'), line('outcome', 12), ref('ticket_id', optional), json('reason', optional), instant('at')
    ], { indices: [['plan_id', 'id']], uniques: [['plan_id', 'occurrence']], foreignKeys: [to('plan_id', 'plans', 'CASCADE'), to('ticket_id', 'tickets', 'SET NULL')] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['plans', 'plan_runs'])
  }
}
