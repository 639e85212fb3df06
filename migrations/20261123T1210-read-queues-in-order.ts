import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

/**
 * The queues' indices in the very order in which pages are read. The id stands before what is only looked
 * at on the way, because behind it a page of a large queue had to be sorted.
 */
const added = [
  ['department_id', 'state', 'sorts_at', 'id', 'priority'],
  ['assignee_id', 'state', 'sorts_at', 'id', 'department_id'],
  ['assignee_id', 'state', 'active_at', 'id', 'department_id'],
  ['team_id', 'state', 'sorts_at', 'id', 'department_id'],
  ['team_id', 'state', 'active_at', 'id', 'department_id']
]
const removed = [['assignee_id', 'state', 'sorts_at'], ['team_id', 'state', 'sorts_at'], ['department_id', 'state', 'sorts_at', 'priority']]

export class ReadQueuesInOrder1795435800000 implements MigrationInterface {
  name = 'ReadQueuesInOrder1795435800000'

  async up (runner: QueryRunner): Promise<void> {
    await change(runner, added, removed)
  }

  async down (runner: QueryRunner): Promise<void> {
    await change(runner, removed, added)
  }
}

async function change (runner: QueryRunner, add: string[][], remove: string[][]): Promise<void> {
  for (const columnNames of add) await runner.createIndex('tickets', new TableIndex({ name: nameOf(columnNames), columnNames }))
  for (const columnNames of remove) await dropIndex(runner, 'tickets', nameOf(columnNames))
}

const nameOf = (columnNames: string[]): string => `ix_tickets_${columnNames.join('_')}`.slice(0, 64)
