import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm'
import { flag } from './columns.js'

/** Whether people in copy of a mail take part in its ticket. */
export class TakeCopies1795457520000 implements MigrationInterface {
  name = 'TakeCopies1795457520000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.addColumn('departments', new TableColumn(flag('takes_copies', false)))
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.dropColumn('departments', 'takes_copies')
  }
}
