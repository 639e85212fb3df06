import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

const index = 'ix_tickets_department_id_active_at_id_state'

/** Programs list what a department did last, whatever its state: one slice of an index for a department instead of one for each of its states. */
export class IndexDepartmentsByActivity1795903200000 implements MigrationInterface {
  name = 'IndexDepartmentsByActivity1795903200000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.createIndex('tickets', new TableIndex({ name: index, columnNames: ['department_id', 'active_at', 'id', 'state'] }))
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'tickets', index)
  }
}
