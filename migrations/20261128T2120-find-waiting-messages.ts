import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

const table = 'webhook_deliveries'
const wanted = [['webhook_id', 'next_try_at'], ['webhook_id', 'state', 'id']]
const former = [['state', 'next_try_at'], ['created_at']]

/** What is due, what is listed and what is forgotten is found webhook by webhook, however much waits for one of them. */
export class FindWaitingMessages1795900800000 implements MigrationInterface {
  name = 'FindWaitingMessages1795900800000'

  async up (runner: QueryRunner): Promise<void> {
    for (const columnNames of wanted) await runner.createIndex(table, new TableIndex({ name: nameOf(columnNames), columnNames }))
    for (const columnNames of former) await dropIndex(runner, table, nameOf(columnNames))
  }

  async down (runner: QueryRunner): Promise<void> {
    for (const columnNames of former) await runner.createIndex(table, new TableIndex({ name: nameOf(columnNames), columnNames }))
    for (const columnNames of wanted) await dropIndex(runner, table, nameOf(columnNames))
  }
}

const nameOf = (columnNames: string[]): string => `ix_${table}_${columnNames.join('_')}`
