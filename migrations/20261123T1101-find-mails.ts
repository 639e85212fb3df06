import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex } from './columns.js'

const indices = [['to_address', 'id'], ['template', 'id']]

/** The mail log is asked for the mails to one address and of one kind, newest first, however long it has grown. */
export class FindMails1795431660000 implements MigrationInterface {
  name = 'FindMails1795431660000'

  async up (runner: QueryRunner): Promise<void> {
    for (const columnNames of indices) await runner.createIndex('mails', new TableIndex({ name: nameOf(columnNames), columnNames }))
  }

  async down (runner: QueryRunner): Promise<void> {
    for (const columnNames of indices) await dropIndex(runner, 'mails', nameOf(columnNames))
  }
}

const nameOf = (columnNames: string[]): string => `ix_mails_${columnNames.join('_')}`
