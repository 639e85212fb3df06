import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm'
import { long, optional } from './columns.js'

/** What was written, quoted and signed in a mail, beside its whole text. Long, since HTML is. */
export class KeepPartsOfMails1795447800000 implements MigrationInterface {
  name = 'KeepPartsOfMails1795447800000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.addColumn('thread_entries', new TableColumn(long(runner, 'parts', optional)))
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.dropColumn('thread_entries', 'parts')
  }
}
