import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex, isMysql } from './columns.js'

const columnNames = ['assignee_id', 'done_at', 'due_on']
const name = `ix_tasks_${columnNames.join('_')}`

/** What an agent has to do is found among the tasks of all tickets. */
export class FindOwnTasks1795900380000 implements MigrationInterface {
  name = 'FindOwnTasks1795900380000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.createIndex('tasks', new TableIndex({ name, columnNames }))
  }

  async down (runner: QueryRunner): Promise<void> {
    // MySQL gave up the index of its own that guards the reference when this one could do it.
    if (isMysql(runner)) await runner.createIndex('tasks', new TableIndex({ name: 'fk_tasks_assignee_id', columnNames: ['assignee_id'] }))
    await dropIndex(runner, 'tasks', name)
  }
}
