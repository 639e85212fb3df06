import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, instant, long, primary, ref, to } from './columns.js'

/** What each new ticket was when rules were asked about it, for a month, so that a rule can be tried on it. */
export class KeepAskedFacts1795456800000 implements MigrationInterface {
  name = 'KeepAskedFacts1795456800000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'asked_facts', [ref('ticket_id', primary), long(runner, 'facts'), instant('at')], { indices: [['at']], foreignKeys: [to('ticket_id', 'tickets', 'CASCADE')] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['asked_facts'])
  }
}
